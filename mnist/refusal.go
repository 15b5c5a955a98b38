package mnist

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
)

// A refusal is why one mirror did not serve a file.
type refusal struct {
	mirror string
	cause  error
}

// unserved is the error for a file that no mirror served.
type unserved struct {
	file     string
	refusals []refusal // at least one
}

func (u *unserved) Error() string {
	causes := make([]string, len(u.refusals))
	for i, r := range u.refusals {
		causes[i] = r.mirror + ": " + r.cause.Error()
	}
	return fmt.Sprintf("mnist: %s: no mirror served it: %s", u.file, strings.Join(causes, "; "))
}

func (u *unserved) Unwrap() []error {
	causes := make([]error, len(u.refusals))
	for i, r := range u.refusals {
		causes[i] = r.cause
	}
	return causes
}

// brief shortens what kept a data set away to one cause: that of the first
// mirror stands for all.
func brief(err error) error {
	var u *unserved
	if !errors.As(err, &u) {
		return err
	}
	host := u.refusals[0].mirror
	if p, err := url.Parse(host); err == nil && p.Host != "" {
		host = p.Host
	}
	return fmt.Errorf("mnist: %s: %w", host, u.refusals[0].cause)
}

// innermost drops what the network packages put before a cause: the method, the
// URL, which the caller names, and the addresses. A cause that is jargon is put
// into words.
func innermost(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	for op := (*net.OpError)(nil); errors.As(err, &op); {
		err = op.Err
	}
	var dns *net.DNSError
	var timed net.Error
	switch {
	case errors.As(err, &timed) && timed.Timeout():
		return errors.New("no answer in time")
	case errors.As(err, &dns):
		return errors.New(dns.Err)
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the connection was closed too early")
	}
	return err
}
