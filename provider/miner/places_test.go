package miner

import (
	"fmt"
	"testing"
	"time"

	"github.com/assaymining/assay/provider/swarm"
	"github.com/assaymining/assay/stratum"
)

// TestChannelsHavePlaces: channels of V2 count as connections do, of which one address has so many: what is
// beyond is refused by name, and a channel that is closed, or a connection that goes, gives its places back.
func TestChannelsHavePlaces(t *testing.T) {
	const most = 20
	s := begin(t, func(o *Options) { o.Limits.PerAddress = most })
	if err := s.SetTemplate(template(1)); err != nil {
		t.Fatal(err)
	}
	proxy := func() *swarm.Conn {
		c, err := swarm.DialV2(t.Context(), s.v2, s.key)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		c.Send(&stratum.SetupConnection{MinVersion: 2, MaxVersion: 2})
		return c
	}
	// opens asks for channels and gives how many were opened, the last one of them, and why others were not.
	opens := func(c *swarm.Conn, n int) (got int, last uint32, why stratum.Code) {
		t.Helper()
		open := &stratum.OpenChannel{User: "farm.proxy"}
		for i := range open.MaxTarget {
			open.MaxTarget[i] = 0xff
		}
		for range n {
			c.Send(open)
			for answered := false; !answered; {
				f, err := c.Receive()
				if err != nil {
					t.Fatal(err)
				}
				var success stratum.OpenSuccess
				var refused stratum.OpenError
				switch f.Type {
				case stratum.TypeOpenStandardSuccess:
					err, answered = success.Parse(f.Payload), true
					got, last = got+1, success.Channel
				case stratum.TypeOpenError:
					err, answered = refused.Parse(f.Payload), true
					why = refused.Code
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		return got, last, why
	}
	one := proxy()
	got, last, why := opens(one, most+5)
	if got != most || why != stratum.TooManyChannels {
		t.Fatalf("%d channels, %q", got, why)
	}
	one.Send(&stratum.Reason{Kind: stratum.TypeCloseChannel, Channel: last})
	if got, _, why := opens(one, 2); got != 1 || why != stratum.TooManyChannels {
		t.Fatalf("%d channels in place of one, %q", got, why)
	}
	one.Close()
	for since := time.Now(); s.Counts().Connections > 0; time.Sleep(time.Millisecond) {
		if time.Since(since) > time.Minute {
			t.Fatal("it does not go")
		}
	}
	if got, _, _ := opens(proxy(), most); got != most {
		t.Errorf("%d channels behind one that has gone", got)
	}
}

// TestChannelsKeepOutNobody: whoever takes all places with channels of few connections keeps out none who
// comes from elsewhere; nobody makes room for himself; and counts are right at the end.
func TestChannelsKeepOutNobody(t *testing.T) {
	l := &Limits{Connections: 400, PerAddress: 100, PerNetwork: 200}
	d := newDoor()
	var all []*conn
	for i := range 5 {
		for n := range 4 {
			in, _ := comers(d, l, fmt.Sprintf("192.0.%d.1/32", i), 1)
			all = append(all, in...)
			if n == 3 && i == 0 && len(in) > 0 {
				d.works(in[0])
			}
			for _, c := range in {
				for range 256 {
					ok, leaves := d.more(c, l)
					if leaves == c || !ok && leaves != nil {
						t.Fatal("it makes room for itself, or for nothing")
					}
				}
			}
		}
	}
	if d.places != l.Connections {
		t.Fatalf("%d places", d.places)
	}
	for i := range 100 {
		in, refused := comers(d, l, fmt.Sprintf("10.2.%d.1/32", i), 1)
		if all = append(all, in...); refused > 0 {
			t.Fatalf("the %dth is turned away", i)
		}
	}
	if d.places > l.Connections {
		t.Errorf("%d places", d.places)
	}
	for _, c := range all {
		d.fewer(c)
		d.leave(c)
		d.fewer(c)
	}
	if d.size+d.places+len(d.addresses)+len(d.strangers)+len(d.strange) > 0 {
		t.Errorf("%d, %d, %v, %v", d.size, d.places, d.addresses, d.strange)
	}
}
