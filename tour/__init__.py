"""`make tour`: the whole story without a person, with the real reports and a support chat, on a stack of its own."""
