"""Sixty names of people: what they are called all over the world, and what attackers type."""

GOOD = [
    *("王小明", "李雷", "欧阳娜娜", "司马·相如", "迪丽热巴·迪力木拉提", "𠮷野家", "㐂", "王 小明"),
    *("Anna", "O'Brien", "Jean-Luc", "Zoë Ångström", "José María", "Ñandú", "Łukasz", "İpek"),
    *("Александр", "Ελένη", "محمد", "שרה", "प्रिया", "สมชาย", "さくら", "김철수", "Nguyễn Thị"),
    *("🐼", "熊猫🐼", "Dr. No, Jr.", 'Bob "the builder"', "a;b", "100%", "#1", "\\", "/etc/passwd"),
]
"""Names that are kept letter for letter."""

HOSTILE = [
    *("=1+1", "+8613800000201", "-2+3", "@SUM(A1)", "=cmd|'/c calc'!A1", '=HYPERLINK("http://x")'),
    *("<script>alert(1)</script>", "<img src=x onerror=a()>", "&lt;b&gt;", "{{7*7}}", "${7*7}"),
    *(
        "'; DROP TABLE x;--",
        "javascript:alert(1)",
        "</Say><Hangup/>",
        "%00",
        "{who}",
        "％s",
        "＝1+1",
    ),
]
"""What would do something somewhere, and is only text here."""

UNCLEAN = [
    *(
        "\u202e明小王",
        "王\u200b小明",
        "\ufeff王小明",
        "王\x00小明",
        "王\x1b[31m小明",
        "\t王小明\r\n",
    ),
    *("\t=1+1", "\u200b=1+1", "Z\u0351a\u0321l\u0357go", "👨\u200d👩\u200d👧", "ﷺ"),
]
"""What nobody can see or say, among what can be."""

ALL = [*GOOD, *HOSTILE, *UNCLEAN]

IMPOSSIBLE = ["", " ", "\u200b", "\x00", "\u202e\u202c", "王" * 33, "a" * 65]
"""No names at all, and names that are too long."""
