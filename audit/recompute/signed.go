package recompute

import (
	"strings"

	"github.com/assaymining/assay/daybook"
)

// ruleSigned names a finding about a signature.
const ruleSigned Rule = "signature" // a statement or receipt is not signed by the provider's key

// Open reads a signed note (c2sp.org/signed-note) by a public key: an error where the key did not sign it.
type Open func(key string, signed []byte) error

// Signed is by which key statements and receipts are held to be signed.
type Signed struct {
	Open Open
	Key  string // that the provider is known by; "" takes the one that he publishes
}

// keys finds the key that days are signed by. A provider without one signs nothing, and that is said.
func (a *auditor) keys(by Signed) {
	a.by, a.named = by, by.Key != ""
	if by.Open == nil {
		return
	}
	text, err := a.read(daybook.KeyFile, maxKey)
	published := strings.TrimSpace(string(text))
	if err != nil || published == "" {
		published = ""
	}
	if by.Key == "" {
		a.by.Key = published
	} else if published != by.Key {
		a.find(0, ruleSigned, "the provider publishes another key than the one that you named")
	}
	a.report.Key = a.by.Key
}

// maxKey bounds a public key.
const maxKey = 1000

// signed holds a day's statement to its signature.
func (a *auditor) signed(entry daybook.Entry, text []byte) {
	if a.by.Open == nil || a.by.Key == "" {
		return
	}
	signatures, err := a.read(daybook.SignatureFile(entry.Day), daybook.MaxSize)
	if err != nil {
		a.find(entry.Day, ruleSigned, "the statement is not signed, and the provider has a key")
		return
	}
	if err := a.by.Open(a.by.Key, daybook.Join(text, signatures)); err != nil {
		a.find(entry.Day, ruleSigned, "the statement is not signed by the provider's key: %v", err)
		return
	}
	a.report.Signed++
}

// notSigned says what is not known of signatures.
func (a *auditor) notSigned(days int) []string {
	switch {
	case a.by.Open == nil || a.report.Key == "":
		return []string{"that the provider cannot deny what he published: he signs nothing"}
	case !a.named && a.report.Signed == days:
		return []string{"that the key which signed each day is the provider's, and the same for everybody: " +
			"none was named; it is " + a.report.Key}
	}
	return nil
}
