package miner

import (
	"bufio"
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"
)

// TestRoomForOthers: connections that never sent a share make room for one who comes when all is taken,
// from an address that has less of them; they are closed.
func TestRoomForOthers(t *testing.T) {
	s := begin(t, func(o *Options) { o.Limits = Limits{Connections: 8, PerAddress: 8} })
	if err := s.SetTemplate(template(1)); err != nil {
		t.Fatal(err)
	}
	var crowd []net.Conn
	for range 8 {
		crowd = append(crowd, dial(t, s.v1))
	}
	for deadline := time.Now().Add(10 * time.Second); s.Counts().Connections < 8; {
		if time.Now().After(deadline) {
			t.Fatalf("%d connections", s.Counts().Connections)
		}
		time.Sleep(time.Millisecond)
	}
	elsewhere := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 7, 1)}}
	nc, err := elsewhere.Dial("tcp", s.v1)
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	io.WriteString(nc, `{"id":1,"method":"mining.subscribe","params":[]}`+"\n")
	nc.SetReadDeadline(time.Now().Add(10 * time.Second))
	if line, err := bufio.NewReader(nc).ReadString('\n'); err != nil {
		t.Fatalf("%q, %v", line, err)
	}
	closed := 0
	for until := time.Now().Add(10 * time.Second); closed == 0 && time.Now().Before(until); {
		for _, one := range crowd {
			one.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
			if _, err := one.Read(make([]byte, 1)); err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
				closed++
			}
		}
	}
	if closed != 1 || s.Counts().Connections != 8 {
		t.Errorf("%d were closed, %d connections", closed, s.Counts().Connections)
	}
}
