package trace

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/assaymining/assay/chain"
)

//go:embed data/custodians.csv
var custodiansCSV []byte

// Who says that an address is somebody's.
const (
	fromList    = "list"
	fromYou     = "your labels"
	fromDeposit = "deposit address"
)

// The kinds of label that a file may hold, beside those of custodians.
const (
	KindDeposit = "deposit" // customers pay the seller here
)

// custodianKinds are whose coins prove nothing: they hold those of others.
func custodianKinds() []string {
	return []string{"custodian", "exchange", "mixing_service", "mixer", "wallet_service", "gambling",
		"market"}
}

// Label is what an address is said to be.
type Label struct {
	Name string
	Kind string
	From string
}

// deposit reports whether customers pay the seller here.
func (l Label) deposit() bool { return l.Kind == KindDeposit }

// Labels tell addresses of custodians and of the seller's deposits by their scripts. The zero value knows
// none.
type Labels struct {
	byScript map[string]Label
}

// listed is the embedded list, read once.
var listed = sync.OnceValue(func() map[string]Label {
	l := Labels{}
	if err := l.read(bytes.NewReader(custodiansCSV), fromList, nil); err != nil {
		panic("trace: embedded custodians: " + err.Error())
	}
	return l.byScript
})

// KnownLabels are those of the embedded list for a network; it names addresses of mainnet alone.
func KnownLabels(n chain.Network) *Labels {
	l := &Labels{byScript: map[string]Label{}}
	if n.Name == chain.Mainnet().Name {
		for script, label := range listed() {
			l.byScript[script] = label
		}
	}
	return l
}

// Deposit adds an address where customers pay the seller.
func (l *Labels) Deposit(a Address) {
	l.set(a, Label{Name: a.Text, Kind: KindDeposit, From: fromDeposit})
}

// Read adds the user's own labels, which go before those of the list: lines of address, label and kind.
func (l *Labels) Read(r io.Reader, n chain.Network) error { return l.read(r, fromYou, &n) }

func (l *Labels) set(a Address, label Label) {
	if l.byScript == nil {
		l.byScript = map[string]Label{}
	}
	l.byScript[string(a.Script)] = label
}

// of is the label of a script; ok is false if there is none.
func (l *Labels) of(script []byte) (Label, bool) {
	if l == nil {
		return Label{}, false
	}
	label, ok := l.byScript[string(script)]
	return label, ok
}

func (l *Labels) read(r io.Reader, from string, n *chain.Network) error {
	lines := csv.NewReader(r)
	lines.FieldsPerRecord, lines.TrimLeadingSpace, lines.Comment = -1, true, '#'
	for first := true; ; first = false {
		row, err := lines.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("labels: %w", err)
		}
		line, _ := lines.FieldPos(0)
		if first && strings.EqualFold(strings.TrimPrefix(row[0], "\ufeff"), "address") {
			continue
		}
		if len(row) < 3 {
			return fmt.Errorf("labels:%d: write address, label and kind, as bc1q...,My exchange,exchange",
				line)
		}
		kind := strings.ToLower(strings.TrimSpace(row[2]))
		if kind != KindDeposit && !slices.Contains(custodianKinds(), kind) {
			return fmt.Errorf("labels:%d: there is no kind %.40q; write %s or %s", line, row[2], KindDeposit,
				strings.Join(custodianKinds(), ", "))
		}
		a, err := ParseAddress(strings.TrimSpace(row[0]))
		if err == nil && n != nil {
			err = a.On(*n)
		}
		if err != nil {
			return fmt.Errorf("labels:%d: %w", line, err)
		}
		l.set(a, Label{Name: strings.TrimSpace(row[1]), Kind: kind, From: from})
	}
}
