package economics

import (
	"strings"
	"testing"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)
