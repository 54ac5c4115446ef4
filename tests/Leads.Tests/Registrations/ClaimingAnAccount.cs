using CoretimeDesk.Leads.Registrations;
using static CoretimeDesk.Leads.Tests.Registrations.RegistrationScene;

namespace CoretimeDesk.Leads.Tests.Registrations;

public sealed class ClaimingAnAccount
{
    [Fact]
    public void F10_A_complete_claim_wins_and_is_decided_in_three_working_days()
    {
        var verdict = Judge(Complete(Tuesday));
        var claimed = Assert.IsType<RegistrationEvent.Claimed>(verdict.Event);
        Assert.Equal((ClaimResult.Won, Tuesday, Tuesday.AddDays(3)), (verdict.Result, claimed.At, claimed.DecisionDueAt));
        Assert.Null(verdict.Refusal);
    }

    [Fact]
    public void F10_An_incomplete_claim_is_told_everything_that_is_missing_and_kept()
    {
        var verdict = ClaimRules.Judge(Claim(ClaimForm.Empty), null, null, Aleph with { Segment = null, AnnualCorePeriods = null }, Tuesday, Rules);
        Assert.Equal(ClaimResult.Incomplete, verdict.Result);
        Assert.Equal(["account_id", "account_id", "contact", "next_step", "next_step_reason", "next_step_on"], verdict.Refusal!.Fields.Select(f => f.Field));
        Assert.All(verdict.Refusal.Fields, f => Assert.True(f.Description.Length > 20, f.Description));
        Assert.Equal("CLAIM_INCOMPLETE", verdict.Refusal.Reason);
        Assert.Contains("keeps nobody out", verdict.Refusal.Message, StringComparison.Ordinal);
        var draft = Assert.IsType<RegistrationEvent.Drafted>(verdict.Event);
        Assert.False(Registration.Evolve(null, draft).IsActive);
        Assert.Equal(draft.Id.ToString(), verdict.Refusal.Facts["registration_id"]);
    }

    [Theory]
    [InlineData("Dana", "", true)]
    [InlineData("", "They asked for a quote at the Lisbon booth", true)]
    [InlineData("", "nineteen characters", false)]
    [InlineData("", "twenty characters ok", true)]
    [InlineData("  ", "", false)]
    [InlineData("?", "", false)]
    [InlineData("42", "42", false)]
    public void F10_Somebody_is_named_or_evidence_is_written(string contact, string evidence, bool complete) =>
        Assert.Equal(complete, !Judge(Complete(Tuesday) with { Contact = contact, EvidenceNote = evidence }).Refusal?.Fields.Any(f => f.Field == "contact") ?? true);

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void F10_The_next_step_lies_within_the_time_that_a_silent_registration_lives(int days, bool complete)
    {
        var verdict = Judge(Complete(Tuesday) with { NextStepOn = DateOnly.FromDateTime(Tuesday.UtcDateTime).AddDays(days) });
        string[] missing = complete ? [] : ["next_step_on"];
        Assert.Equal(missing, verdict.Refusal?.Fields.Select(f => f.Field) ?? []);
    }

    [Fact]
    public void F10_A_draft_keeps_nobody_out_and_is_completed_under_its_id()
    {
        var draft = new Registration.Draft(Guid.CreateVersion7(Tuesday), AlephId, ProductLine.Bulk, Ann, ClaimForm.Empty);
        Assert.Equal(ClaimResult.Won, ClaimRules.Judge(Claim(Complete(Tuesday), Bob), null, null, Aleph, Tuesday, Rules).Result);

        var verdict = ClaimRules.Judge(Claim(Complete(Tuesday)), null, draft, Aleph, Tuesday, Rules);
        var pending = Assert.IsType<Registration.Pending>(Registration.Evolve(draft, verdict.Event!));
        Assert.Equal(draft.Id, pending.Id);
    }

    [Fact]
    public void F10_Who_comes_second_learns_who_when_and_until_when_and_nothing_else()
    {
        var verdict = ClaimRules.Judge(Claim(Complete(Tuesday), Bob), Pending(Ann, Tuesday), null, Aleph, Tuesday.AddHours(1), Rules);
        Assert.Equal(ClaimResult.Lost, verdict.Result);
        Assert.Null(verdict.Event);
        Assert.Equal("Ann registered A-2026-000017 Aleph Rollup for bulk coretime on 3 November 2026 09:00 UTC. The claim is decided by 6 November 2026 09:00 UTC.", verdict.Refusal!.Message);
        Assert.Equal(["claimed_at", "decision_due_at", "owner_id", "owner_name", "registration_id"], verdict.Refusal.Facts.Keys.Order());

        var later = ClaimRules.Judge(Claim(Complete(Tuesday), Bob), Approved(Ann, Tuesday), null, Aleph, Tuesday.AddHours(1), Rules);
        Assert.EndsWith("It is protected until 1 February 2027 09:00 UTC.", later.Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal("2027-02-01T09:00:00.000000Z", later.Refusal.Facts["protected_until"]);
    }

    [Fact]
    public void An_incomplete_claim_to_what_is_taken_is_told_who_has_it_not_what_is_missing()
    {
        var verdict = ClaimRules.Judge(Claim(ClaimForm.Empty, Bob), Pending(Ann, Tuesday), null, Aleph, Tuesday, Rules);
        Assert.Equal((ClaimResult.Lost, "ALREADY_REGISTERED"), (verdict.Result, verdict.Refusal!.Reason));
    }

    [Fact]
    public void Claiming_what_one_has_is_no_claim() =>
        Assert.Equal(new ClaimVerdict(null, null, null), ClaimRules.Judge(Claim(ClaimForm.Empty), Approved(Ann, Tuesday), null, Aleph, Tuesday.AddDays(9), Rules));

    private static MakeClaim Claim(ClaimForm form, Owner? by = null) => new(Guid.CreateVersion7(Tuesday), AlephId, ProductLine.Bulk, by ?? Ann, form);

    private static ClaimVerdict Judge(ClaimForm form) => ClaimRules.Judge(Claim(form), null, null, Aleph, Tuesday, Rules);
}
