package told

import "testing"

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
