package office

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/provider/desk"
	"github.com/assaymining/assay/provider/meter"
	"github.com/assaymining/assay/provider/miner"
	"github.com/assaymining/assay/units"
)

func btc(m units.MilliSat) string { return units.ShowBTC(m.BTC()) + " BTC" }

func hashrate(hs uint64) string { return units.Hashrate(hs).String() }

func percent(share float64) string { return units.ShowShare(share) }

// shown is the most days that a page shows; all of them are in the files.
const shown = 60

// dayView is one closed day as pages show it.
type dayView struct {
	*daybook.Statement
	Proven    uint64
	Delivered float64
	Units     int64
	Paid      units.MilliSat
	Found     int     // blocks that the day's shares were, those that another one displaced among them
	Expected  float64 // blocks that the day's shares stand for
}

// viewOf works out what pages say beside a statement.
func viewOf(s *daybook.Statement) dayView {
	v := dayView{Statement: s, Proven: meter.RateOf(s.Capacity.Bound()), Delivered: 1}
	for _, line := range s.Series {
		v.Units += line.Units
		v.Paid += line.Net * units.MilliSat(line.Units)
	}
	if s.Sold > 0 {
		worked, _ := s.Work.Big().Float64()
		v.Delivered = min(1, worked/(float64(s.Sold)*86_400))
	}
	return v
}

// days are the closed days, the last first.
func (f *Office) days(ctx context.Context) ([]dayView, error) {
	last, closed, err := f.o.Desk.LastClosed(ctx)
	if err != nil || !closed {
		return nil, err
	}
	var all []dayView
	for day := last; day > last-shown; day-- {
		text, err := f.o.Desk.Statement(ctx, day)
		if err != nil {
			return nil, err
		}
		if text == nil {
			break
		}
		s, err := daybook.Parse(text)
		if err != nil {
			return nil, err
		}
		v := viewOf(s)
		v.Found, v.Expected = f.o.Clerk.Luck(s.Day)
		all = append(all, v)
	}
	return all, nil
}

// frontView is what everybody sees.
type frontView struct {
	Origin   string
	Sentence string
	Alarm    bool
	Luck     string
	Days     []dayView
	Series   []desk.Series
}

// silent is the number of days after which a missing statement is said on the page.
const silent = 3

func (f *Office) front(w http.ResponseWriter, r *http.Request) {
	v := frontView{Origin: f.o.Desk.Origin()}
	var err error
	if v.Days, err = f.days(r.Context()); err == nil {
		v.Series, err = f.o.Desk.Series(r.Context())
	}
	if err != nil {
		f.fail(w, http.StatusInternalServerError, "the books cannot be read")
		return
	}
	v.Sentence, v.Alarm = f.sentence(r.Context(), v.Days)
	v.Luck = luck(v.Days)
	f.show(w, http.StatusOK, "front.html", v)
}

// sentence says the one thing that matters: is it running, and is what was sold delivered?
func (f *Office) sentence(ctx context.Context, days []dayView) (says string, alarm bool) {
	if why, err := f.o.Desk.Stopped(ctx); err != nil || why != "" {
		return "This provider has stopped: its books do not hold. Nothing is sold or closed " +
			"until they do.", true
	}
	if len(days) == 0 {
		return "No day is closed yet.", false
	}
	last := days[0]
	today := units.Date(f.o.Now().Unix() / 86_400)
	switch {
	case today-last.Day > silent:
		return fmt.Sprintf(
			"Silence: the last statement is of %v, %d days ago.",
			last.Day,
			today-last.Day,
		), true
	case last.Delivered < 1:
		return fmt.Sprintf(
			"Shortfall: on %v %s of what is sold was delivered. Holders earn that much less, and "+
				"nothing more is sold.",
			last.Day,
			percent(last.Delivered),
		), true
	case last.Sold == 0:
		return fmt.Sprintf(
			"On %v nothing was sold; a week's work proves %s.",
			last.Day,
			hashrate(last.Proven),
		), false
	}
	return fmt.Sprintf(
		"On %v all of what is sold was delivered: %s sold, %s proven by a week's work.",
		last.Day,
		hashrate(last.Sold),
		hashrate(last.Proven),
	), false
}

// holderDay is one day of one holder.
type holderDay struct {
	Day       units.Date
	Lines     []holderLine
	Total     units.MilliSat
	Delivered float64
	Sold      uint64
	Blocks    int
	Expected  float64
}

type holderLine struct {
	Series string
	Units  int64
	Gross  units.MilliSat // of all his units
	Fees   []daybook.Fee
	Net    units.MilliSat
}

type holderView struct {
	Origin, Name, Token string
	Owed                units.MilliSat
	Luck                string
	Days                []holderDay
	Key, Address        string // that days are signed by, and where they are published
	More                bool
}

// known is the holder whose link this is.
func (f *Office) known(ctx context.Context, token string) (desk.Holder, bool, error) {
	all, err := f.o.Desk.Holders(ctx)
	if err != nil {
		return desk.Holder{}, false, err
	}
	link := desk.LinkOf(token)
	i := slices.IndexFunc(all, func(h desk.Holder) bool { return h.Link == link })
	if i < 0 {
		return desk.Holder{}, false, nil
	}
	return all[i], true, nil
}

func (f *Office) holder(w http.ResponseWriter, r *http.Request) {
	h, ok, err := f.known(r.Context(), r.PathValue("token"))
	if err != nil {
		f.fail(w, http.StatusInternalServerError, "the books cannot be read")
		return
	}
	if !ok {
		f.fail(w, http.StatusNotFound, "this link opens nothing")
		return
	}
	v := holderView{
		Origin: f.o.Desk.Origin(), Name: h.Name, Token: r.PathValue("token"), Key: f.o.Signer.Public,
		Address: address(r),
	}
	days, err := f.days(r.Context())
	if err != nil {
		f.fail(w, http.StatusInternalServerError, "the books cannot be read")
		return
	}
	v.Luck = luck(days)
	const most = 14 // each asks for a proof
	for i, d := range days {
		if i == most {
			v.More = true
			break
		}
		one, owed, err := f.holderDay(r.Context(), d, h.Number)
		if err != nil {
			f.fail(w, http.StatusInternalServerError, "the books cannot be read")
			return
		}
		if i == 0 {
			v.Owed = owed
		}
		if len(one.Lines) > 0 {
			v.Days = append(v.Days, one)
		}
	}
	f.show(w, http.StatusOK, "holder.html", v)
}

// address is where a request was sent: what a holder's auditor is told.
func address(r *http.Request) string {
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// holderDay is what a holder's units earned on a day, from his receipt and the day's statement.
func (f *Office) holderDay(
	ctx context.Context,
	d dayView,
	holder uint32,
) (holderDay, units.MilliSat, error) {
	out := holderDay{
		Day: d.Day, Delivered: d.Delivered, Sold: d.Sold, Blocks: d.Found, Expected: d.Expected,
	}
	text, err := f.o.Desk.Receipt(ctx, d.Day, holder)
	if errors.Is(err, desk.ErrUnknown) {
		return out, 0, nil
	}
	if err != nil {
		return out, 0, err
	}
	r, err := daybook.ParseReceipt(text)
	if err != nil {
		return out, 0, err
	}
	for _, t := range r.Titles {
		line := holderLine{Series: t.Series, Units: t.Units, Net: t.Net}
		for _, s := range d.Series {
			if s.Name != t.Series {
				continue
			}
			line.Gross = s.Gross * units.MilliSat(t.Units)
			for _, fee := range s.Fees {
				line.Fees = append(
					line.Fees,
					daybook.Fee{Name: fee.Name, Amount: fee.Amount * units.MilliSat(t.Units)},
				)
			}
		}
		out.Total += t.Net
		out.Lines = append(out.Lines, line)
	}
	return out, r.Mined, nil
}

// short is a hash as it is recognised: its zeros at the front, and its end.
func short(hash string) string {
	if len(hash) <= 20 {
		return hash
	}
	return hash[:8] + "…" + hash[len(hash)-8:]
}

// receipt is the text of a day's receipt.
func (f *Office) receipt(w http.ResponseWriter, r *http.Request) {
	h, ok, err := f.known(r.Context(), r.PathValue("token"))
	day, bad := units.ParseDate(strings.TrimSuffix(r.PathValue("day"), ".txt"))
	if err != nil || !ok || bad != nil {
		f.fail(w, http.StatusNotFound, "there is no such receipt")
		return
	}
	text, err := f.o.Desk.Receipt(r.Context(), day, h.Number)
	if err != nil {
		f.fail(w, http.StatusNotFound, "there is no such receipt")
		return
	}
	signature, err := f.o.Signer.Sign(text)
	if err != nil {
		f.fail(w, http.StatusInternalServerError, "the receipt cannot be signed")
		return
	}
	if signature != nil {
		text = daybook.Join(text, signature)
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Write(text)
}

// operatorView is what the operator sees.
type operatorView struct {
	Entered  bool
	Origin   string
	Sentence string
	Alarm    bool
	Trouble  string
	Luck     string
	Capacity meter.Capacity
	May      uint64
	Sold     uint64
	Miners   *miner.Counts
	Days     []dayView
	Series   []desk.Series
	Holders  []desk.Holder
	Blocks   []desk.Found
	Older    int // blocks before those
	Today    units.Date
	Order    string
}

func (f *Office) operator(w http.ResponseWriter, r *http.Request) {
	v := operatorView{Origin: f.o.Desk.Origin(), Entered: f.entered(r)}
	if v.Entered {
		if err := f.fill(r.Context(), &v); err != nil {
			f.fail(w, http.StatusInternalServerError, "the books cannot be read")
			return
		}
	}
	f.show(w, http.StatusOK, "operator.html", v)
}

func (f *Office) fill(ctx context.Context, v *operatorView) (err error) {
	if v.Days, err = f.days(ctx); err != nil {
		return err
	}
	v.Sentence, v.Alarm = f.sentence(ctx, v.Days)
	v.Luck = luck(v.Days)
	if trouble := f.o.Clerk.Trouble(); trouble != nil {
		v.Trouble = trouble.Error()
	}
	if v.Capacity, err = f.o.Clerk.Capacity(); err != nil {
		return err
	}
	v.May = v.Capacity.Rate/100*meter.MaxSold + v.Capacity.Rate%100*meter.MaxSold/100
	if f.o.Miners != nil {
		counts := f.o.Miners()
		v.Miners = &counts
	}
	if v.Series, err = f.o.Desk.Series(ctx); err != nil {
		return err
	}
	for _, s := range v.Series {
		if !s.State.Ended {
			v.Sold += s.Rate * uint64(s.Sold)
		}
	}
	if v.Holders, err = f.o.Desk.Holders(ctx); err != nil {
		return err
	}
	v.Today = units.Date(f.o.Now().Unix() / 86_400)
	v.Order = "order-" + strconv.FormatInt(f.o.Now().UnixNano(), 36)
	if v.Blocks, err = f.o.Desk.Blocks(ctx); err != nil {
		return err
	}
	slices.SortFunc(v.Blocks, func(a, b desk.Found) int { // the last first
		return cmp.Or(cmp.Compare(b.Height, a.Height), cmp.Compare(a.Hash, b.Hash))
	})
	const most = 20
	v.Older = max(len(v.Blocks)-most, 0)
	v.Blocks = v.Blocks[:min(len(v.Blocks), most)]
	return nil
}
