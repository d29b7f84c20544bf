"""What the peers' page shows beside the register's facts."""

NAVIGATION = [
    {"href": f"/az/{place}/", "label": label}
    for place, label in (
        ("services", "Xidmətlər"),
        ("cabinet/applications", "Müraciətlərim"),
        ("cabinet/documents", "Sənədlər"),
        ("cabinet/messages", "Bildirişlər"),
    )
]
FOOTER = [
    {"href": f"/az/{place}/", "label": label}
    for place, label in (("help", "Kömək"), ("privacy", "Məxfilik"), ("accessibility", "Əlçatanlıq"))
]


def steps_of(status: str) -> list[dict[str, str]]:
    """The step bar of a case."""
    return [
        {"state": "done", "label": "Göndərildi"},
        {"state": "done" if status != "in_progress" else "now", "label": "Qərar"},
    ]
