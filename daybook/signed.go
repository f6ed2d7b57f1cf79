package daybook

import (
	"bytes"
	"fmt"

	"github.com/assaymining/assay/units"
)

// KeyFile is the name of the public key that statements and receipts are signed with, as c2sp.org/signed-note
// writes it.
const KeyFile = "key.txt"

// SignatureFile is the name of the signatures of a day's statement.
func SignatureFile(day units.Date) string { return fmt.Sprintf("days/%v.sig", day) }

// Join is a signed note (c2sp.org/signed-note): a text, an empty line, lines of signatures.
func Join(text, signatures []byte) []byte {
	return append(append(bytes.Clone(text), '\n'), signatures...)
}

// Cut takes a signed note apart; without signatures it is a text alone. No text of this package has an empty
// line.
func Cut(signed []byte) (text, signatures []byte) {
	if at := bytes.Index(signed, []byte("\n\n")); at >= 0 {
		return signed[:at+1], signed[at+2:]
	}
	return signed, nil
}
