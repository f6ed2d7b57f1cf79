package told

import (
	"strings"
	"testing"
)

// Keys of an offer make a document, whose errors are told; whatever people write is words.
func TestIsDocument(t *testing.T) {
	for text, want := range map[string]bool{
		"schema: assay/offer/v1\nhashrate: 30\n":                    true,
		"{\"hashrate\": 30}":                                        true,
		"hashrate: 30\nterm: 360d\nfees:\n  - {revenue_share: 2}\n": true,
		"# mine\nterm: long\n":                                      true,
		"Price: $412\nTerm: 12 months\n":                            false,
		"price: $412 for 30 TH/s\nlasts a year\n":                   false,
		"note: call me\n":                                           false,
		"<html><body>hashrate: 30</body></html>":                    false,
		"%PDF-1.7\nterm: 3":                                         false,
		"":                                                          false,
		"30 TH/s for 12 months, $400":                               false,
		"- 30 TH/s for a year":                                      false,
	} {
		if got := IsDocument([]byte(text)); got != want {
			t.Errorf("%q: document %v, want %v", text, got, want)
		}
	}
}

// What a draft holds and its offer does not take is named, with the key that is judged in its place.
func TestWhatIsNotJudgedIsSaid(t *testing.T) {
	const words = "My token has 20 TH/s and is worth $360. An upgrade costs $4 per TH.\n"
	tale, err := Of(t.Context(), "text", words, "")
	if err != nil {
		t.Fatal(err)
	}
	left := tale.LeftOut(0)
	if len(left) != 1 || !strings.Contains(left["price.per_hashrate"], "paid at once") {
		t.Errorf("left out are %v", left)
	}
	doubts := tale.Doubts(0)
	const doubt = "price.per_hashrate: read as 4 USD/TH; not judged, since"
	if len(doubts) != 1 || !strings.HasPrefix(doubts[0].String(), doubt) {
		t.Errorf("the doubts are %q", doubts)
	}
	plain, err := Of(t.Context(), "text", "30 TH/s for 360 days at $500, electricity $0.05 per TH and day\n", "")
	if err != nil || len(plain.LeftOut(0)) != 0 || len(plain.Doubts(0)) != 0 {
		t.Errorf("of a plain offer %v are left out, and it is doubted: %q (%v)", plain.LeftOut(0), plain.Doubts(0), err)
	}
}
