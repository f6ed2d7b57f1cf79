package record

import "testing"

func TestTheRecordIsWhole(t *testing.T) {
	if n := Sellers(); n != 133 {
		t.Errorf("%d sellers, want 133", n)
	}
	n := 0
	for _, s := range all() {
		n += len(s.Events)
		for _, e := range s.Events {
			if e.Says == "" || e.Source == "" || e.Date == "" || e.Date > To {
				t.Errorf("a row without words, source or date: %+v", e)
			}
		}
	}
	if n != 215 {
		t.Errorf("%d events, want 215", n)
	}
}

func TestFinds(t *testing.T) {
	for _, x := range []struct {
		name, host, country string
		seller, by          string
		sure                bool
	}{
		{"", "https://www.hashflare.io/plans", "", "HashFlare", "domain", true},
		{"HASH-FLARE", "", "", "HashFlare", "name", true},
		{"HashCoins OÜ", "", "", "HashFlare", "name", true},
		{"Genesis Mining", "", "", "Genesis Mining", "name", true},
		{"Virtual Mining Corp.", "", "", "Virtual Mining Corp.", "name", false},
		{"Phoenix Group", "", "", "Phoenix Group", "name", false},
		{"Phoenix Group", "", "AE", "Phoenix Group", "name", true},
	} {
		hits := Look(x.name, x.host, x.country)
		if len(hits) != 1 || hits[0].Seller.Name != x.seller || hits[0].By != x.by || hits[0].Sure != x.sure {
			t.Errorf("%q %q %q: %+v", x.name, x.host, x.country, hits)
		}
	}
}

// The false matches that were found by hand when the record was gathered.
func TestDoesNotTakeOneForAnother(t *testing.T) {
	for name, not := range map[string]string{
		"Genesis Global": "Genesis Mining", "Genesis Digital Assets": "Genesis Mining", "Genesis Trading": "Genesis Mining",
		"BitMine24": "BitMine Immersion", "Bitmine AG": "BitMine Immersion", "Hashcoin Brasil": "HashFlare", "HashBrasil": "HashFlare",
		"DMG Blockchain": "US Data Mining Group", "Amazon AWS": "AWS Mining", "AWS mining rigs": "AWS Mining", "Bitbank": "Btbank",
		"Airbit": "AirBit Club", "Compass Diversified": "Compass Mining", "Phoenix Technologies": "Phoenix Group", "Bittrex": "BitTex",
		"UltraMining": "Ultra BTC Mining", "Virtual Mining": "Virtual Mining Corp.", "ABC Mining": "Arkbit", "Hash": "HashFlare", "Luxor Hotel": "Luxor",
		"Celsius": "Celsius Network", "Mining": "Genesis Mining",
	} {
		for _, h := range Look(name, "", "") {
			if h.Seller.Name == not && h.Sure {
				t.Errorf("%q is taken for %s by its %s", name, not, h.By)
			}
		}
	}
	for _, host := range []string{"hashflare-pro.io", "hashflare.io.example.com",
		"bitmine.example", "com", ""} {
		if hits := Look("", host, ""); len(hits) > 0 {
			t.Errorf("host %q is taken for %s", host, hits[0].Seller.Name)
		}
	}
}

// A good fact counts only where the domain agrees, and only decided acts of authorities move trust.
func TestWhatMoves(t *testing.T) {
	for _, e := range Look("Genesis Mining", "", "")[0].Events {
		if e.Good() {
			t.Errorf("a good fact by the name alone: %+v", e)
		}
		if e.Moves() {
			t.Errorf("an allegation that was withdrawn moves trust: %+v", e)
		}
	}
	moved := false
	for _, e := range Look("", "hashflare.io", "")[0].Events {
		moved = moved || e.Moves()
	}
	if !moved {
		t.Error("a conviction moves nothing")
	}
}
