"""Which council the demo is: a county that doesn't exist, under a domain nobody can own."""

COUNCIL_NAME = "Marlshire County Council"
DOMAIN = "marlshire.example"
TENANT_ID = "5b0f6c1e-3d47-4a86-9c52-7e1d0a94b3f8"
APP_ID = "c2a7e94d-81f3-4b6a-a05e-3f9d6b28e714"
FRAMEWORK = "worcestershire"
