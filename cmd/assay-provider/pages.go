package main

import (
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/assaymining/assay/provider/demo"
	"github.com/assaymining/assay/provider/office"
)

// pages serves a demonstration's pages while it runs.
func pages(out io.Writer, l net.Listener, r demo.Running) {
	address := l.Addr().String()
	key := rand.Text()
	handler, err := office.New(office.Options{
		Desk: r.Desk, Clerk: r.Clerk, Dir: r.Public, Key: key, Now: r.Now, Miners: r.Miners,
		Signer: r.Signer,
	})
	if err != nil {
		complain(fmt.Errorf("no pages: %w", err))
		return
	}
	fmt.Fprintf(
		out,
		"Pages: http://%s (operator's key %s; Ada's days: http://%s/holder/demo-link-of-Ada)\n",
		address,
		key,
		address,
	)
	go func() {
		if err := server(address, handler).Serve(l); err != nil {
			complain(fmt.Errorf("no pages: %w", err))
		}
	}()
}

// server is an HTTP server that waits for nobody for long.
func server(address string, handler http.Handler) *http.Server {
	return &http.Server{
		Addr: address, Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 20 * time.Second,
		WriteTimeout: 5 * time.Minute, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10,
	}
}
