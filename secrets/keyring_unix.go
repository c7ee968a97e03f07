//go:build linux || netbsd || openbsd || ((dragonfly || freebsd) && cgo)

package secrets

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"

	"github.com/godbus/dbus/v5"
	"github.com/zalando/go-keyring/secret_service"
)

// systemState asks the Secret Service whether the collection that go-keyring
// will use is locked. It reads a property, which opens no window.
func systemState() error {
	if !hasSessionBus() {
		return ErrNoKeyring
	}
	service, err := ss.NewSecretService()
	if err != nil {
		return explained(err)
	}
	locked, err := service.GetLoginCollection().GetProperty("org.freedesktop.Secret.Collection.Locked")
	if err != nil {
		return explained(err)
	}
	if is, ok := locked.Value().(bool); ok && is {
		return ErrLocked
	}
	return nil
}

// hasSessionBus says whether a session bus is announced where D-Bus clients
// look for one. Without this the client library starts a bus of its own with
// dbus-launch, which outlives certwiz.
func hasSessionBus() bool {
	if address := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); address != "" && address != "autolaunch:" {
		return true
	}
	for _, name := range []string{"bus", "dbus-session"} {
		if _, err := os.Stat(fmt.Sprintf("/run/user/%d/%s", os.Getuid(), name)); err == nil {
			return true
		}
	}
	return false
}

func explained(err error) error {
	if known := systemExplain(err); known != nil {
		return fmt.Errorf("%w (D-Bus said %.200q.)", known, err.Error())
	}
	return err
}

// systemExplain knows the errors of D-Bus and of the Secret Service.
func systemExplain(err error) *Problem {
	var said dbus.Error
	if errors.As(err, &said) {
		return explainName(said.Name)
	}
	var network *net.OpError
	if errors.As(err, &network) || errors.Is(err, dbus.ErrClosed) || errors.Is(err, exec.ErrNotFound) {
		return ErrNoKeyring
	}
	// An address that can't be used, or a bus that turns us away.
	if strings.HasPrefix(err.Error(), "dbus: ") || errors.Is(err, os.ErrNotExist) {
		return ErrNoKeyring
	}
	return nil
}

func explainName(name string) *Problem {
	switch name {
	case "org.freedesktop.Secret.Error.IsLocked",
		"org.freedesktop.Secret.Error.NoSuchObject", // no collection yet
		"org.freedesktop.DBus.Error.UnknownMethod",  // what gnome-keyring says for the same
		"org.freedesktop.DBus.Error.UnknownObject":
		return ErrLocked
	case "org.freedesktop.DBus.Error.NoReply",
		"org.freedesktop.DBus.Error.Timeout",
		"org.freedesktop.DBus.Error.TimedOut":
		return ErrTimeout
	case "org.freedesktop.DBus.Error.ServiceUnknown",
		"org.freedesktop.DBus.Error.NameHasNoOwner",
		"org.freedesktop.DBus.Error.NoServer",
		"org.freedesktop.DBus.Error.Disconnected",
		"org.freedesktop.DBus.Error.AccessDenied":
		return ErrNoKeyring
	}
	if strings.HasPrefix(name, "org.freedesktop.DBus.Error.Spawn.") {
		return ErrNoKeyring
	}
	return nil
}
