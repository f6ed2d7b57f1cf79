package recompute

import (
	"errors"
	"strings"
	"testing"

	"github.com/assaymining/assay/daybook"
)

// stamp is a signature that anybody can make; what is looked at here is who is held to which.
func stamp(key string, text []byte) []byte {
	return []byte("- " + key + " " + daybook.HashOf(text).String() + "\n")
}

func openStamp(key string, signed []byte) error {
	if text, signature := daybook.Cut(signed); string(signature) != string(stamp(key, text)) {
		return errors.New("no such stamp")
	}
	return nil
}

// TestSigned: days that their provider's key signed say nothing more than before; a signature that is missing
// or another day's, another key, and a receipt that another signed or that was changed are named.
func TestSigned(t *testing.T) {
	for _, c := range []struct {
		name string
		deed func(f files, receipts [][]byte)
		key  string // that is named
		want string
		not  string // what is not known
	}{
		{"all is signed", func(files, [][]byte) {}, "ours", "", ""},
		{"no key was named", func(files, [][]byte) {}, "", "", "none was named; it is ours"},
		{"nothing is signed", func(f files, _ [][]byte) { delete(f, daybook.KeyFile) }, "", "", "he signs nothing"},
		{"another key than was named", func(files, [][]byte) {}, "theirs", "publishes another key", ""},
		{"the key is taken away", func(f files, _ [][]byte) { delete(f, daybook.KeyFile) }, "ours",
			"publishes another key", ""},
		{"a signature is taken away", func(f files, _ [][]byte) { delete(f, daybook.SignatureFile(firstDay+1)) },
			"ours", "is not signed, and", ""},
		{"a day's signature for another", func(f files, _ [][]byte) {
			f[daybook.SignatureFile(firstDay+1)] = f[daybook.SignatureFile(firstDay)]
		}, "ours", "not signed by the provider's key: no such stamp", ""},
		{"a receipt of somebody else's", func(_ files, receipts [][]byte) {
			text, _ := daybook.Cut(receipts[0])
			receipts[0] = daybook.Join(text, stamp("theirs", text))
		}, "", "the receipt is not signed", ""},
		{"a receipt that was changed", func(_ files, receipts [][]byte) {
			text, signature := daybook.Cut(receipts[0])
			changed := strings.Replace(string(text), "holder ", "holder x", 1)
			receipts[0] = daybook.Join([]byte(changed), signature)
		}, "", "the receipt is not signed", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := honest()
			f := s.publish(t)
			f[daybook.KeyFile] = []byte("ours\n")
			for _, day := range s.days {
				f[daybook.SignatureFile(day.Day)] = stamp("ours", f[daybook.DayFile(day.Day)])
			}
			for i, text := range s.receipts {
				s.receipts[i] = daybook.Join(text, stamp("ours", text))
			}
			c.deed(f, s.receipts)
			r, err := Provider(t.Context(), f, s.receipts, nil, Signed{Open: openStamp, Key: c.key})
			if err != nil {
				t.Fatal(err)
			}
			named := false
			for _, found := range r.Findings {
				named = named || found.Rule == ruleSigned && strings.Contains(found.Says, c.want)
			}
			if c.want == "" && len(r.Findings) > 0 || c.want != "" && !named {
				t.Errorf("%+v", r.Findings)
			}
			said := strings.Join(r.NotChecked, "\n")
			if c.not != "" && !strings.Contains(said, c.not) ||
				c.not == "" && strings.Contains(said, "signs nothing") {
				t.Errorf("%s", said)
			}
		})
	}
}
