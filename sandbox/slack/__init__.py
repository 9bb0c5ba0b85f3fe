"""The stand-in of Slack: the Web API, signed interactions, and a page with channels, threads and modals."""
