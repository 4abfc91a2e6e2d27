"""The same cast in every test: who they are, and what the number plan says of them."""

WANG = "+8618600000101"
"""王小明, the host: a mobile of China Unicom, which may host (S5)."""

OFFICE = "+861065550101"
"""A fixed line of Beijing that starts with 6, which may host (S4)."""

LI = "+8613800000201"
"""李雷, a mobile of China Mobile: may be called, may not host (S6)."""

ZHAO = "+8613300000301"
"""赵敏, a mobile of China Telecom."""

SUN = "+862155550401"
"""孙悦, a fixed line in Shanghai."""

CHEN = "+8618600000501"
"""陈静, another subscriber of China Unicom, who may host too."""
