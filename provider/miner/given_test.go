package miner

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay/provider/swarm"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/stratum"
)

// TestNumbersAreNotGivenTwice: clients who come and go, or open channels and close them, until all numbers
// have been given, take nobody's: two miners with one number would find each other's shares.
func TestNumbersAreNotGivenTwice(t *testing.T) {
	n := &numbers{last: 1<<numberBits - 3}
	honest := map[uint32]bool{n.take(): true, n.take(): true, n.take(): true}
	if len(honest) != 3 {
		t.Fatalf("%v", honest)
	}
	for range 1<<numberBits + 10 {
		number := n.take()
		if honest[number] {
			t.Fatalf("%d is given twice", number)
		}
		n.giveBack(number)
	}
	for number := range honest {
		n.giveBack(number)
	}
	n.last = 1<<numberBits - 3
	if number := n.take(); !honest[number] {
		t.Errorf("%d: what was given back is not given again", number)
	}
}

// TestGoneGiveBack: a connection that ends and a channel that is closed give back their numbers.
func TestGoneGiveBack(t *testing.T) {
	s := begin(t, nil)
	if err := s.SetTemplate(template(1)); err != nil {
		t.Fatal(err)
	}
	used := func() (n int) {
		s.numbers.mu.Lock()
		defer s.numbers.mu.Unlock()
		for _, word := range s.numbers.used {
			for ; word != 0; word &= word - 1 {
				n++
			}
		}
		return n
	}
	until := func(want int) {
		t.Helper()
		for end := time.Now().Add(10 * time.Second); used() != want; time.Sleep(5 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%d numbers are taken, want %d", used(), want)
			}
		}
	}
	nc := dial(t, s.v1)
	until(1)
	nc.Close()
	until(0)
	c, err := swarm.DialV2(t.Context(), s.v2, s.key)
	if err != nil {
		t.Fatal(err)
	}
	c.Send(&stratum.SetupConnection{MinVersion: 2, MaxVersion: 2})
	open := &stratum.OpenChannel{User: "farm.x"}
	for i := range open.MaxTarget {
		open.MaxTarget[i] = 0xff
	}
	for range 3 {
		c.Send(open)
	}
	until(3)
	c.Send(&stratum.Reason{Kind: stratum.TypeCloseChannel, Channel: 3, Code: "bye"})
	c.Send(&stratum.Reason{Kind: stratum.TypeCloseChannel, Channel: 99, Code: "bye"})
	until(2)
	c.Close()
	until(0)
}

// TestManyChannelsGetWork: a proxy with as many channels as it may have gets each new job for all of them,
// although that is more than may wait to be sent to a client that does not read.
func TestManyChannelsGetWork(t *testing.T) {
	s := begin(t, func(o *Options) { o.Limits.Outgoing = 8 << 10 })
	if err := s.SetTemplate(template(1)); err != nil {
		t.Fatal(err)
	}
	const channels = 256
	c, err := swarm.DialV2(t.Context(), s.v2, s.key)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.Send(&stratum.SetupConnection{MinVersion: 2, MaxVersion: 2})
	open := &stratum.OpenChannel{User: "farm.proxy"}
	for i := range open.MaxTarget {
		open.MaxTarget[i] = 0xff
	}
	read := func(kind stratum.Type) {
		t.Helper()
		for {
			f, err := c.Receive()
			if err != nil {
				t.Fatal(err)
			}
			if f.Type == kind {
				return
			}
		}
	}
	for range channels {
		c.Send(open)
		read(stratum.TypeSetNewPrevHash)
	}
	if err := s.SetTemplate(template(2)); err != nil {
		t.Fatal(err)
	}
	for range channels {
		read(stratum.TypeSetNewPrevHash)
	}
}

// TestNamesOfNobody: an address that names workers without end is told that its new ones have no place; who
// has a number mines on, and so does whoever comes from elsewhere.
func TestNamesOfNobody(t *testing.T) {
	s := begin(t, func(o *Options) { o.Limits.Names, o.Limits.Bad = 5, 1000 })
	if err := s.SetTemplate(template(1)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.workers.Worker("farm.old"); err != nil {
		t.Fatal(err)
	}
	nc := dial(t, s.v1)
	in := bufio.NewReader(nc)
	authorize := func(name string) string {
		fmt.Fprintf(nc, `{"id":2,"method":"mining.authorize","params":["%s","x"]}`+"\n", name)
		line, err := in.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		return line
	}
	for i := range 20 {
		said, want := authorize(fmt.Sprint("flood.", i)), `"result":true`
		if i >= 5 {
			want = "[24,"
		}
		if !strings.Contains(said, want) {
			t.Errorf("name %d: %s", i, said)
		}
	}
	if said := authorize("farm.old"); !strings.Contains(said, `"result":true`) {
		t.Errorf("a name that is known: %s", said)
	}
	if len(s.workers.all) != 6 {
		t.Errorf("%q", s.workers.all)
	}
	elsewhere := &conn{s: s.Server, address: netip.MustParsePrefix("192.0.2.7/32")}
	if _, err := elsewhere.Worker("farm.new"); err != nil {
		t.Error(err)
	}
}

// TestHousehold: of IPv6 a network of 64 bits is one address, since everybody has as many; networks are
// what one who rents addresses has.
func TestHousehold(t *testing.T) {
	for at, want := range map[string][2]string{
		"192.0.2.1:5":              {"192.0.2.1/32", "192.0.2.0/24"},
		"[::ffff:192.0.2.1]:5":     {"192.0.2.1/32", "192.0.2.0/24"},
		"[fe80::1%eth0]:1":         {"fe80::/64", "fe80::/48"},
		"[2001:db8:1:2:3:4:5:6]:7": {"2001:db8:1:2::/64", "2001:db8:1::/48"},
		"[2001:db8:1:2::9]:7":      {"2001:db8:1:2::/64", "2001:db8:1::/48"},
		"[2001:db8:1:3::9]:7":      {"2001:db8:1:3::/64", "2001:db8:1::/48"},
	} {
		a, err := net.ResolveTCPAddr("tcp", at)
		if err != nil {
			t.Fatal(err)
		}
		got := household(a)
		if got.String() != want[0] || networkOf(got).String() != want[1] {
			t.Errorf("%s counts for %s of %s, want %s", at, got, networkOf(got), want)
		}
	}
}

// TestSubscribesWithoutEnd: who subscribes again and again gets one number, and costs what he reads.
func TestSubscribesWithoutEnd(t *testing.T) {
	s := begin(t, func(o *Options) { o.Limits.PerSecond = 1 << 20 })
	if err := s.SetTemplate(template(1)); err != nil {
		t.Fatal(err)
	}
	nc := dial(t, s.v1)
	in := bufio.NewReader(nc)
	first := ""
	for i := range 2000 {
		io.WriteString(nc, `{"id":1,"method":"mining.subscribe","params":[]}`+"\n")
		line, err := in.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = line
		}
		if line != first {
			t.Fatalf("%s, and before %s", line, first)
		}
	}
	en1 := s.numbers.last & (1<<numberBits - 1)
	if !strings.Contains(first, fmt.Sprintf("%02x%06x", 3, en1)) {
		t.Errorf("%06x is the last number, %s", en1, first)
	}
	if share.Extranonce1 != 4 {
		t.Error("a first extranonce has a byte for the server and three for the session")
	}
}

// TestClockOfTheNode: a template at a time whose shares would all be refused is not handed out, and what was
// handed out before it goes on.
func TestClockOfTheNode(t *testing.T) {
	s := begin(t, nil)
	if err := s.SetTemplate(template(1)); err != nil {
		t.Fatal(err)
	}
	before := s.bench.Current()
	for _, off := range []int64{share.MaxAhead + 60, 365 * 86_400, -share.MaxTaken - 60, -365 * 86_400} {
		lie := template(2)
		lie.Time = uint32(int64(lie.Time) + off)
		lie.MinTime = lie.Time - 600
		if err := s.SetTemplate(lie); err == nil || !strings.Contains(err.Error(), "clock") {
			t.Errorf("%d s: %v", off, err)
		}
	}
	if s.bench.Current() != before {
		t.Error("a lie is the job in hand")
	}
	if err := s.SetTemplate(template(2)); err != nil || s.bench.Current() == before {
		t.Error("the truth is refused", err)
	}
}

// TestSameTemplate: a node's template that is equal to the one in hand makes no job, whose shares would be
// the same again; one of another second does.
func TestSameTemplate(t *testing.T) {
	s := begin(t, func(*Options) {})
	first := template(1)
	if err := s.SetTemplate(first); err != nil {
		t.Fatal(err)
	}
	before := s.bench.Current()
	same := *first
	same.IDs = slices.Clone(first.IDs)
	if err := s.SetTemplate(&same); err != nil || s.bench.Current() != before {
		t.Error("the same template is another job", err)
	}
	later := *first
	later.Time++
	if err := s.SetTemplate(&later); err != nil || s.bench.Current() == before {
		t.Error("a later template is no job", err)
	}
}
