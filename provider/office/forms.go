package office

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/assaymining/assay/provider/desk"
	"github.com/assaymining/assay/provider/meter"
	"github.com/assaymining/assay/units"
)

// refused says to the operator why a form was not taken.
func (f *Office) refused(w http.ResponseWriter, err error) {
	status := http.StatusUnprocessableEntity
	switch {
	case errors.Is(err, desk.ErrTaken), errors.Is(err, meter.ErrOverbooked):
		status = http.StatusConflict
	case errors.Is(err, desk.ErrStopped):
		status = http.StatusServiceUnavailable
	}
	f.fail(w, status, err.Error())
}

// newSeries freezes a series.
func (f *Office) newSeries(w http.ResponseWriter, r *http.Request) {
	first, err := units.ParseDate(r.PostFormValue("first"))
	if err != nil {
		f.refused(w, err)
		return
	}
	price, err := strconv.ParseInt(r.PostFormValue("price"), 10, 50)
	if err != nil {
		f.refused(w, errors.New("the price of a unit is a whole number of satoshi"))
		return
	}
	escrowed, err := strconv.Atoi(r.PostFormValue("escrowed"))
	if err != nil {
		f.refused(w, errors.New("the escrowed part is a whole number of percent"))
		return
	}
	if today := units.Date(f.o.Now().Unix() / 86_400); first <= today {
		f.refused(w, fmt.Errorf("a series begins after today, %v", today))
		return
	}
	_, err = f.o.Desk.Create(r.Context(), desk.NewSeries{
		Name: r.PostFormValue("name"), Document: []byte(r.PostFormValue("document")), First: first,
		Price: units.MilliSat(price) * 1000, Escrowed: escrowed,
	})
	if err != nil {
		f.refused(w, err)
		return
	}
	http.Redirect(w, r, "/operator", http.StatusSeeOther)
}

// newAccount makes a holder and shows his link, once.
func (f *Office) newAccount(w http.ResponseWriter, r *http.Request) {
	token := rand.Text()
	h, err := f.o.Desk.OpenAccount(r.Context(), r.PostFormValue("name"), r.PostFormValue("key"), token)
	if err != nil {
		f.refused(w, err)
		return
	}
	if h.Link != desk.LinkOf(token) {
		f.refused(w, errors.New("this holder is known; his link was shown when he was entered"))
		return
	}
	f.show(w, http.StatusOK, "account.html", struct{ Name, Token string }{h.Name, token})
}

// sale sells units, against what is proven.
func (f *Office) sale(w http.ResponseWriter, r *http.Request) {
	holder, err := strconv.ParseUint(r.PostFormValue("holder"), 10, 32)
	if err != nil {
		f.refused(w, errors.New("a holder is named by his number"))
		return
	}
	n, err := strconv.ParseUint(r.PostFormValue("units"), 10, 32)
	if err != nil || n == 0 {
		f.refused(w, errors.New("units are a whole number above zero"))
		return
	}
	proven, err := f.o.Clerk.Capacity()
	if err != nil {
		f.refused(w, err)
		return
	}
	_, err = f.o.Desk.Sell(r.Context(), desk.Order{
		ID: r.PostFormValue(
			"order",
		), Series: r.PostFormValue("series"), Holder: uint32(holder), Units: uint32(n),
		Day: units.Date(f.o.Now().Unix() / 86_400),
	}, proven)
	if err != nil {
		f.refused(w, err)
		return
	}
	http.Redirect(w, r, "/operator", http.StatusSeeOther)
}

// apiDay is a day as programs read it; everything else is in the published files.
type apiDay struct {
	Day       string  `json:"day"`
	Statement string  `json:"statement" doc:"address of the statement, relative to the provider's"`
	Proven    uint64  `json:"proven_h_s"`
	Sold      uint64  `json:"sold_h_s"`
	Delivered float64 `json:"delivered" doc:"metered work over sold work, at most 1"`
	Units     int64   `json:"units"`
	Paid      int64   `json:"paid_msat"`
	Revenue   int64   `json:"revenue_msat"`
}

type apiDays struct {
	Body struct {
		Origin string   `json:"origin"`
		Days   []apiDay `json:"days" doc:"the last first, at most 60"`
	}
}

// api are the routes for programs.
func (f *Office) api() {
	config := huma.DefaultConfig("Assay provider", "1")
	config.DocsPath = ""
	config.OpenAPIPath = "/api/v1/openapi"
	config.CreateHooks = nil // no address of this server in what it answers
	api := humago.New(f.mux, config)
	huma.Get(api, "/api/v1/days", func(ctx context.Context, _ *struct{}) (*apiDays, error) {
		days, err := f.days(ctx)
		if err != nil {
			return nil, huma.Error500InternalServerError("the books cannot be read")
		}
		out := &apiDays{}
		out.Body.Origin, out.Body.Days = f.o.Desk.Origin(), []apiDay{}
		for _, d := range days {
			out.Body.Days = append(out.Body.Days, apiDay{
				Day: d.Day.String(), Statement: "days/" + d.Day.String() + ".txt",
				Proven: d.Proven, Sold: d.Sold,
				Delivered: d.Delivered, Units: d.Units, Paid: int64(d.Paid), Revenue: int64(d.Revenue),
			})
		}
		return out, nil
	})
}
