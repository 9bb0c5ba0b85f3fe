"""`make tour`: the whole story without a person, with the real reports, on a stack of its own."""
