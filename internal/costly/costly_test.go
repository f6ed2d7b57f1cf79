package costly

import (
	"math/rand/v2"
	"testing"

	"github.com/assaymining/assay/offer"
)

// Every document that is drawn, and every one that is made of it, can be read: a search does not end at what
// the parser refuses.
func TestDocumentsAreRead(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	d := Draw(r)
	for range 100 {
		if _, _, err := offer.Parse("drawn", []byte(d.YAML())); err != nil {
			t.Fatalf("%v:\n%.1500s", err, d.YAML())
		}
		if d = d.Change(r); r.IntN(10) == 0 {
			d = Draw(r)
		}
	}
}
