"""`make drill`: an outage of N people on the local stack, from the first report to the last mail, and its accounts."""
