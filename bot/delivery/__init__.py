"""Out: from the outbox to Teams, at the pace that Teams allows, each attempt with a receipt."""
