package fetch

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// An address that somebody gave is asked on the public internet alone, whatever a name or a redirect leads
// to: the one that is dialled counts, in whichever form an address of the old kind is written.
func TestPublicAddresses(t *testing.T) {
	for address, want := range map[string]bool{
		"8.8.8.8": true, "1.1.1.1": true, "2606:4700:4700::1111": true, "2a00:1450:4001:830::200e": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false,
		"169.254.169.254": false, "100.64.0.1": false, "0.0.0.0": false, "0.1.2.3": false,
		"198.18.0.1": false, "240.0.0.1": false, "255.255.255.255": false, "224.0.0.1": false,
		"::1": false, "::": false, "fe80::1": false, "fc00::1": false, "fec0::1": false, "ff02::1": false,
		"::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "::ffff:8.8.8.8": true, "::127.0.0.1": false,
		"64:ff9b::10.0.0.1": false, "64:ff9b:1::a00:1": false, "2002:a00:1::1": false, "2001::1": false,
		"fd00:ec2::254": false, "::ffff:0:127.0.0.1": false, "::ffff:0:a00:1": false, "192.88.99.1": false,
		"100:0:0:1::1": false, "2001:2::1": false, "3fff::1": false, "5f00::1": false,
		"fe80::1%eth0": false, "::ffff:169.254.169.254": false, "::ffff:0.0.0.0": false,
	} {
		at := netip.AddrPortFrom(netip.MustParseAddr(address), 80).String()
		if err := public("tcp", at, nil); (err == nil) != want {
			t.Errorf("%s: %v, public %v", address, err, want)
		}
	}
	if public("tcp", "localhost:80", nil) == nil {
		t.Error("a name is dialled")
	}
}

// names answers a question for addresses of a name from a table, and counts the questions.
func names(t *testing.T, asked *atomic.Int32, table func(name string, n int32) []string) {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		for b := make([]byte, 1500); ; {
			n, from, err := conn.ReadFrom(b)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(b[:n]) != nil || len(m.Questions) != 1 {
				continue
			}
			q := m.Questions[0]
			m.Response, m.Authoritative, m.Additionals = true, true, nil
			for _, a := range table(strings.TrimSuffix(q.Name.String(), "."), asked.Add(1)) {
				h := dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}
				switch ip := netip.MustParseAddr(a); {
				case ip.Is4() && q.Type == dnsmessage.TypeA:
					m.Answers = append(m.Answers, dnsmessage.Resource{Header: h,
						Body: &dnsmessage.AResource{A: ip.As4()}})
				case ip.Is6() && q.Type == dnsmessage.TypeAAAA:
					m.Answers = append(m.Answers, dnsmessage.Resource{Header: h,
						Body: &dnsmessage.AAAAResource{AAAA: ip.As16()}})
				}
			}
			if packed, err := m.Pack(); err == nil {
				conn.WriteTo(packed, from)
			}
		}
	}()
	old := net.DefaultResolver
	t.Cleanup(func() { net.DefaultResolver = old })
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _,
		_ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// A name is dialled where none of its addresses lies inside a private network, whoever answers for the name
// and however often he changes his mind: what is checked is what is dialled.
func TestNamesOfPrivateAddresses(t *testing.T) {
	var reached, asked atomic.Int32
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter,
		*http.Request) {
		reached.Add(1)
	}))
	defer inside.Close()
	port := inside.URL[strings.LastIndex(inside.URL, ":"):]
	table := map[string][]string{
		"loopback.seller.example": {"127.0.0.1"}, "six.seller.example": {"::1"},
		"both.seller.example":  {"::1", "127.0.0.1"},
		"cloud.seller.example": {"169.254.169.254"}, "mapped.seller.example": {"::ffff:127.0.0.1"},
		"local.seller.example": {"fd00::1"}, "any.seller.example": {"0.0.0.0"}, "any6.seller.example": {"::"},
		"translated.seller.example": {"64:ff9b::7f00:1"}, "home.seller.example": {"192.168.0.1",
			"10.0.0.1", "127.0.0.1"},
	}
	names(t, &asked, func(name string, _ int32) []string { return table[name] })
	for name := range table {
		before := asked.Load()
		_, err := New(Options{PublicOnly: true, Retries: -1}).Do(t.Context(), Request{URL: "http://" +
			name + port})
		if err == nil || !strings.Contains(err.Error(), "private network") || asked.Load() == before {
			t.Errorf("%s: %v", name, err)
		}
	}
	// without PublicOnly the same name leads to the server: the table is believed
	if _, err := New(Options{Retries: -1}).Do(t.Context(), Request{URL: "http://loopback.seller.example" +
		port}); err != nil ||
		reached.Load() != 1 {
		t.Fatalf("the names are not those of the table: %v, %d reached", err, reached.Load())
	}
	for _, written := range []string{"127.1", "0x7f000001", "2130706433", "0177.0.0.1", "[::ffff:7f00:1]",
		"localhost",
		"[::ffff:127.0.0.1]", "127.0.0.1.", "[::1%25lo]"} {
		if _, err := New(Options{PublicOnly: true, Retries: -1}).Do(t.Context(), Request{URL: "http://" +
			written + port}); err == nil {
			t.Errorf("%s was asked", written)
		}
	}
	if n := reached.Load(); n != 1 {
		t.Errorf("the server inside was asked %d times", n-1)
	}
}

// A name that leads outside when it is asked for first and inside when it is asked for again is refused
// then, in another attempt and behind a redirect.
func TestRebinding(t *testing.T) {
	var reached, asked atomic.Int32
	inside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reached.Add(1)
		w.Header().Set("Connection", "close")
		http.Redirect(w, r, "/again", http.StatusFound)
	}))
	defer inside.Close()
	at := "http://rebinds.seller.example" + inside.URL[strings.LastIndex(inside.URL, ":"):]
	names(t, &asked, func(string, int32) []string { return []string{"127.0.0.1"} })
	c := New(Options{PublicOnly: true, Retries: 3, Pause: 1})
	dialled := 0
	c.http.Transport.(*http.Transport).DialContext = (&net.Dialer{
		Control: func(network, address string, conn syscall.RawConn) error {
			if dialled++; dialled == 1 { // as if the name had led to a public address
				return nil
			}
			return public(network, address, conn)
		}}).DialContext
	_, err := c.Do(t.Context(), Request{URL: at})
	if err == nil || !strings.Contains(err.Error(), "private network") || reached.Load() != 1 ||
		dialled != 2 {
		t.Errorf("%v; %d asked, %d dialled", err, reached.Load(), dialled)
	}
}

// Who asks an address that somebody gave dials no private network himself, and has no proxy do it.
func TestPublicOnly(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	defer s.Close()
	c := New(Options{PublicOnly: true, Retries: -1})
	_, err := c.Do(t.Context(), Request{URL: s.URL})
	if err == nil || !strings.Contains(err.Error(), "private network") {
		t.Errorf("a server of this machine: %v", err)
	}
	if c.http.Transport.(*http.Transport).Proxy != nil {
		t.Error("a proxy is asked, which may stand in a private network")
	}
}

// What was asked under https is not asked again without.
func TestNoFallToHTTP(t *testing.T) {
	ask := func(address string) *http.Request {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		return &http.Request{URL: u}
	}
	via := []*http.Request{ask("https://a.example/x")}
	err := redirect(ask("http://a.example/y"), via)
	if err == nil || !strings.Contains(err.Error(), "https to http") {
		t.Errorf("from https to http: %v", err)
	}
	if err := redirect(ask("https://a.example/y"), via); err != nil {
		t.Errorf("within https: %v", err)
	}
}
