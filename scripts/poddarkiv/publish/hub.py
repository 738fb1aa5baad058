"""Notify a WebSub hub that the feed has changed, so that apps need not poll it."""

from urllib.parse import urlencode

from poddarkiv.errors import RemoteError
from poddarkiv.i18n import _
from poddarkiv.publish.http_client import HttpClient, Request


def notify_hub(hub: str, feed_url: str, *, allow_local: bool = False) -> None:
    """Let the hub know that there is news at `feed_url`.

    How a publisher tells a hub is left open by WebSub (section 7); hubs go by PubSubHubbub 0.4:
    `hub.mode=publish` and `hub.url`. Some take `hub.topic` instead, so both are sent.

    Raises:
        RemoteError: The hub does not answer, or says no.
    """
    body = urlencode({"hub.mode": "publish", "hub.url": feed_url, "hub.topic": feed_url})
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    request = Request(hub, "POST", form, body=body.encode())
    with HttpClient(allow_local=allow_local) as asker:
        answer = asker.send(request)
    if answer.fault or not 200 <= answer.status < 300:
        reason = answer.fault or answer.status
        raise RemoteError(_("{hub}: the hub was not told ({reason})", hub=hub, reason=reason))
