//go:build freefacts

package market

import (
	_ "embed"

	"github.com/assaymining/assay/cite"
)

// No figure that stands under terms of others is built in.
var termsBytes []byte

// embeddedHash is that of the free history's CSV.
//
//go:embed history_free.hash
var embeddedHash string

func underTerms() []cite.Source { return nil }
