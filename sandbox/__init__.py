"""Local stand-ins for the services that Wilco talks to, with pages where a person sees and acts.

They exist so that the deployed stack can be clicked through and broken on purpose on one machine: Jira Cloud,
Slack, Carrot quest, a mailbox and a host shop, each refusing what the real service refuses.
"""
