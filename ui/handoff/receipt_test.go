package handoff

import (
	"strings"
	"testing"

	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/standing"
)

func TestConfirming(t *testing.T) {
	d := drive(t, nil)
	d.to("support")
	d.press("down", "down", "down")
	if d.sheet.pick != "press" {
		t.Errorf("what comes after the confirmation can be chosen before it: %s", d.sheet.pick)
	}
	d.lacks(strings.ToLower(d.screen()), "submitted")

	d.press("y")
	d.wants(d.screen(), "10 lines are not done yet here. Press y again if it confirmed all the same.")
	d.recorded()
	d.press("up", "y") // another key between: asked again
	d.recorded()
	d.press("y")
	d.recorded("confirmed review")
	screen := d.screen()
	d.wants(screen,
		"You confirmed that the portal took it on 24 Nov.",
		"day 1 of the 14 that Microsoft states",
		"Microsoft states an answer by 8 Dec. Then test your connector.",
		"› 11 ○ Attach intro.md", "f show file")
	d.lacks(screen, "Did the portal show", "submitted")

	d.press("y", "e") // no question is open any more
	d.recorded("confirmed review")
	d.press("f", "space")
	d.recorded("confirmed review", "copied intro", "intro attached")
	d.wants(d.screen(), "11 ✓ Attach intro.md", "› 12 ○ Prepare for Test")
}

func TestConfirmingWhenAllIsDone(t *testing.T) {
	d := drive(t, nil)
	for range 10 {
		d.press("enter")
	}
	d.press("y")
	if !strings.HasSuffix(d.ledger(), "copied press\nconfirmed review") {
		t.Errorf("recorded:\n%s", d.ledger())
	}
}

func TestNotYet(t *testing.T) {
	d := drive(t, nil)
	d.press("n")
	d.recorded()
	d.wants(d.screen(), "It stays handed over, not confirmed.", "Did the portal show its confirmation?")
	if stage := d.s.Standing().Stage; stage != standing.HandedOver {
		t.Errorf("stage %q", stage)
	}
}

func TestThePortalShowedAnError(t *testing.T) {
	d := drive(t, nil)
	d.press("e")
	d.wants(d.screen(), "What did the portal show? One line.")
	d.press("enter")
	d.recorded()
	d.press("The commit", "space", "is not valid\x1b[2J", "enter")
	d.recorded("refused The commit is not valid[2J")
	d.wants(d.screen(), "The portal showed an error on 24 Nov: The commit is not valid", "Trouble with submitting goes to", "y yes")
}

func TestAnUpdateEndsWithAPullRequest(t *testing.T) {
	d := drive(t, func(s *session.Session) { s.Draft.Update, s.Draft.Version = true, 2 })
	d.press("y", "y")
	d.recorded("confirmed review again")
	d.to("pull request")
	d.press("o")
	if len(d.browser.opened) != 1 {
		t.Fatalf("opened %q", d.browser.opened)
	}
	d.recorded("confirmed review again") // opening the page opens no pull request
	d.press("space")
	d.wants(d.screen(), "The pull request's address")
	d.press("https://github.com/microsoft/PowerPlatformConnectors/pull/3601", "enter")
	d.recorded("confirmed review again", "copied pull request", "pull request https://github.com/microsoft/PowerPlatformConnectors/pull/3601")
}

func TestAnIndependentPublishersPullRequest(t *testing.T) {
	d := drive(t, func(s *session.Session) { s.Draft.Answers["publisher"] = submission.Answer{Value: "independent"} })
	d.wants(d.screen(), "Is the pull request open?")
	d.press("y", "y")
	d.recorded("confirmed pull request")
	d.wants(d.screen(), "You confirmed on 24 Nov that the pull request is open.")
	d.lacks(d.screen(), "portal took it")
}
