"""What a council's framework may say: frozen values, one file a subject.

`programme.frameworks.load` reads them from TOML, and refuses what no class here has a place for.
Ranges and contradictions are refused by the classes themselves, with ValueError.
"""
