"""A browser in words ("Firefox, Android"), so that a person recognises a session. Nothing finer: no fingerprint."""

BROWSERS = (
    ("edg", "Edge"), ("opr/", "Opera"), ("samsungbrowser", "Samsung Internet"), ("firefox", "Firefox"),
    ("fxios", "Firefox"), ("crios", "Chrome"), ("chrome", "Chrome"), ("chromium", "Chromium"), ("safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iphone", "iPhone"), ("ipad", "iPad"), ("android", "Android"), ("windows", "Windows"), ("mac os", "macOS"),
    ("cros", "ChromeOS"), ("linux", "Linux"),
)  # fmt: skip


def label(user_agent: str) -> str:
    """Browser and system, or an empty text when neither is known."""
    agent = user_agent.casefold()
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return ", ".join(part for part in (browser, system) if part)
