package statement

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/assaymining/assay/units"
)

// maxJSON is the largest saved answer that is read: it is held in memory as a whole.
const maxJSON = 32 << 20

// text is a JSON string, number or null as it is written, so that an amount keeps its digits.
type text string

// int is a whole number, 0 where it is none.
func (t text) int() int {
	v, err := number(string(t))
	if err != nil || !(v >= 0 && v < 1<<31) {
		return 0
	}
	return int(v)
}

// UnmarshalJSON takes a string, a number or null.
func (t *text) UnmarshalJSON(data []byte) error {
	switch {
	case string(data) == "null":
		*t = ""
	case data[0] == '"':
		var s string
		if err := json.Unmarshal(data, &s); err != nil {
			return err
		}
		*t = text(s)
	case data[0] == '{' || data[0] == '[' || data[0] == 't' || data[0] == 'f':
		return fmt.Errorf("a number or a string is needed, not %s", clip(string(data)))
	default:
		*t = text(data)
	}
	return nil
}

// answer is a saved answer of a pool's interface that is known: is recognises it by its fields.
type answer struct {
	name   string
	scheme string
	market string   // Statement.Market
	fields []string // dotted; each must be there
	read   func(b *builder, data []byte) error
}

// answers are the interfaces that are known. Where each was read: docs/audit.md.
var answers = []answer{
	{name: "Braiins Pool rewards", fields: []string{"btc.daily_rewards"}, read: braiinsRewards},
	{name: "Braiins Pool payouts", fields: []string{"onchain", "lightning"}, read: braiinsPayouts},
	{name: "F2Pool transactions", fields: []string{"transactions"}, read: f2pool},
	{name: "Antpool payment history", fields: []string{"code", "data.rows"}, read: antpool},
	{name: "Binance Pool earnings", fields: []string{"code", "data.accountProfits"}, read: binance},
	{name: "ViaBTC history", fields: []string{"code", "data.data"}, read: viabtc},
	{name: "btcpool.kz history", fields: []string{"status", "data"}, read: btcpoolKZ},
	{name: "Luxor hashrate score", fields: []string{"data.getHashrateScoreHistory"}, read: luxorScore},
	{name: "Luxor revenue", fields: []string{"revenue", "currency_type"}, read: luxorRevenue},
	{name: "NiceHash earnings", market: niceHash, fields: []string{"list"}, read: niceHashJSON},
	{
		name:   "OCEAN earnings and payouts",
		scheme: "tides",
		fields: []string{"result.earnings"},
		read:   oceanJSON,
	},
}

// json reads a saved answer.
func (b *builder) json(in io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(in, maxJSON+1))
	if err != nil {
		return fmt.Errorf("%s: %w", b.s.Name, err)
	}
	if len(data) > maxJSON {
		return &Error{Name: b.s.Name, Says: fmt.Sprintf("a saved answer larger than %d MB; give it in parts",
			maxJSON>>20)}
	}
	if !json.Valid(data) {
		return &Error{Name: b.s.Name,
			Says: "this is no valid JSON: it breaks off or more follows it; save one answer a file"}
	}
	if strings.HasPrefix(strings.TrimSpace(string(data[:min(64, len(data))])), "[") {
		return b.listed(data)
	}
	for _, a := range answers {
		if has(data, a.fields) {
			b.s.Format = a.name
			b.s.Scheme, b.s.Market = a.scheme, a.market
			return b.saved(a.read(b, data))
		}
	}
	return &Error{Name: b.s.Name, Says: fmt.Sprintf("no known answer of a pool; its fields are: %s. %s",
		fieldsOf(data), plainHelp)}
}

// listed reads an answer that is a list, as Foundry's are.
func (b *builder) listed(data []byte) error {
	var list []map[string]json.RawMessage
	if json.Unmarshal(data, &list) == nil && len(list) > 0 {
		first := list[0]
		if _, day := first["startTime"]; !day && first["time"] == nil {
			return &Error{Name: b.s.Name, Says: "this is a list, and no known answer of a pool; where it " +
				"gathers several answers save each as a file of its own. " + plainHelp}
		}
	}
	b.s.Format = "Foundry earnings"
	return b.saved(foundry(b, data))
}

// saved gives an error of decoding the name of the file.
func (b *builder) saved(err error) error {
	if b.disorder != nil {
		return b.disorder
	}
	if err == nil {
		return nil
	}
	return &Error{
		Name: b.s.Name,
		Says: fmt.Sprintf("it looks like %s, but %v. %s", b.s.Format, err, plainHelp),
	}
}

// has reports whether data has each dotted field.
func has(data []byte, fields []string) bool {
	for _, f := range fields {
		at := json.RawMessage(data)
		for _, name := range strings.Split(f, ".") {
			var object map[string]json.RawMessage
			if json.Unmarshal(at, &object) != nil {
				return false
			}
			next, ok := object[name]
			if !ok {
				return false
			}
			at = next
		}
	}
	return true
}

func fieldsOf(data []byte) string {
	var object map[string]json.RawMessage
	if json.Unmarshal(data, &object) != nil {
		return "none"
	}
	var names []string
	for name := range object {
		names = append(names, clip(name))
	}
	slices.Sort(names)
	return strings.Join(names[:min(len(names), 30)], " | ")
}

// credit adds a dated credit of an entry.
func (b *builder) credit(line int, when moment, sum text, th float64, more *Parts) {
	v, err := b.amount(string(sum), bitcoin())
	if err != nil {
		b.refuse(line, "%s", err)
		return
	}
	b.creditMilliSat(line, when, v, th, more)
}

// creditMilliSat is credit for an amount that was read before. Parts that are not what the total is of
// are not used; where they are of another size altogether the entry is refused.
func (b *builder) creditMilliSat(line int, m moment, v units.MilliSat, th float64, more *Parts) {
	if v < 0 {
		b.refuse(line, "%s", errNegative)
		return
	}
	if more != nil && more.Split {
		parts := more.Base + more.Fees
		off := max(parts-v, v-parts)
		if off > max(v, -v) && off > 2000 {
			b.refuse(
				line,
				"its parts sum to %s BTC and its total says %s BTC",
				parts.FloorSat(),
				v.FloorSat(),
			)
			return
		}
		more.Split = off <= 2000+max(v, -v)/1000
	}
	row := Row{Line: line, Time: m.unix, Day: dayOf(m.unix), Dated: true, Amount: v, TH: th, More: more}
	b.add(row, fmt.Sprint("credit|", m.unix, "|", v, "|", th), "")
}

// paid adds a payout of an entry.
func (b *builder) paid(line int, unix int64, v units.MilliSat, id string) {
	if v < 0 {
		b.refuse(line, "%s", errNegative)
		return
	}
	if v == 0 {
		b.s.Skipped++
		return
	}
	b.add(Row{Line: line, Time: unix, Kind: Payout, Amount: v}, fmt.Sprint("payout|", unix, "|", v), id)
}

// when reads a date of an entry, which these interfaces write in UTC; false refuses the entry.
func (b *builder) when(line int, s text) (moment, bool) {
	m, err := parseMoment(string(s), yearFirst)
	if err != nil {
		if other := (*orderError)(nil); errors.As(err, &other) && b.disorder == nil {
			b.disorder = b.otherOrder(line, other)
		}
		b.refuse(line, "%s", err)
		return m, false
	}
	m.zoned = true
	return m, true
}

// epoch reads Unix seconds, or thousandths of them.
func (b *builder) epoch(line int, s text, perSecond int64) (moment, bool) {
	v, err := number(string(s))
	unix := int64(v) / perSecond
	if err != nil || !plausible(unix) {
		b.refuse(line, "%q is not a time in seconds since 1970", clip(string(s)))
		return moment{}, false
	}
	return moment{unix: unix, zoned: true}, true
}

// hashes reads a hashrate in H/s, or of another size by its factor to TH/s; 0 where there is none.
func (b *builder) hashes(s text, factor float64) float64 {
	v, err := number(string(s))
	if s == "" || err != nil || !(v >= 0) || v*factor > 1e9 {
		return 0
	}
	return v * factor
}

// msat reads an optional amount in bitcoin, as a part of another; 0 where it is not there.
func (b *builder) msat(s text) units.MilliSat {
	step := b.step
	v, err := b.amount(string(s), bitcoin())
	b.step = step
	if err != nil {
		return 0
	}
	return v
}

// pages notes that an answer is one of several pages.
func (b *builder) pages(page, of int) {
	if of > 1 {
		b.note("this is page %d of %d: give all pages, or days will be missing", page, of)
	}
}
