using System.Collections.Immutable;
using CoretimeDesk.Identity.Domain;

namespace CoretimeDesk.Identity.Tests.Rules;

public sealed class JudgingPeopleAndTokens
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("ada@example.com", true)]
    [InlineData("  ada@example.com ", true)]
    [InlineData("a.b+c@sub.example.co", true)]
    [InlineData("ada", false)]
    [InlineData("ada@localhost", false)]
    [InlineData("@example.com", false)]
    [InlineData("ada@@example.com", false)]
    [InlineData("ada@.com", false)]
    [InlineData("ada@example..com", false)]
    [InlineData("ada@example.com.", false)]
    [InlineData("a da@example.com", false)]
    [InlineData("Ada <ada@example.com>", false)]
    [InlineData("ada@example.com\nBcc: all@example.com", false)]
    [InlineData("", false)]
    public void An_email_has_one_at_and_a_dotted_host(string text, bool good) => Assert.Equal(good, EmailAddress.TryParse(text, out _));

    [Fact]
    public void Revoking_voids_every_token_given_before_even_by_a_faster_clock()
    {
        var fast = default(TokenClock).Issue(Noon.AddSeconds(3));

        var revoked = fast.Revoke(Noon);

        Assert.True(fast.LastIssued <= revoked.RevokedBefore);
    }

    [Fact]
    public void A_token_given_after_a_revocation_is_good_even_by_a_slower_clock_and_in_the_same_instant()
    {
        var revoked = default(TokenClock).Revoke(Noon);

        Assert.True(revoked.Issue(Noon).LastIssued > revoked.RevokedBefore);
        Assert.True(revoked.Issue(Noon.AddSeconds(-3)).LastIssued > revoked.RevokedBefore);
    }

    [Fact]
    public void Any_sequence_keeps_tokens_and_revocations_in_their_order()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var clock = default(TokenClock);
        var issued = new List<(DateTimeOffset At, bool Void)>();
        for (var i = 0; i < 2000; i++)
        {
            var now = Noon.AddTicks(random.NextInt64(-50_000_000, 50_000_000));
            if (random.Next(3) == 0)
            {
                clock = clock.Revoke(now);
                issued = [.. issued.Select(t => (t.At, true))];
            }
            else
            {
                clock = clock.Issue(now);
                issued.Add((clock.LastIssued, false));
            }

            Assert.True(issued.All(t => t.Void == t.At <= clock.RevokedBefore), $"seed {seed}, step {i}");
            Assert.Equal(0, clock.LastIssued.Ticks % TimeSpan.TicksPerMillisecond);
        }
    }

    [Theory]
    [InlineData(false, false, false, 1, RefreshVerdict.Rotate)]
    [InlineData(false, false, false, 0, RefreshVerdict.Over)]
    [InlineData(true, false, false, 1, RefreshVerdict.Reused)]
    [InlineData(true, false, false, -1, RefreshVerdict.Reused)]
    [InlineData(true, true, false, 1, RefreshVerdict.Over)]
    [InlineData(false, false, true, 1, RefreshVerdict.Over)]
    [InlineData(true, false, true, 1, RefreshVerdict.Reused)]
    public void A_refresh_token_is_judged_by_use_end_and_owner(bool used, bool ended, bool disabled, int secondsLeft, RefreshVerdict verdict) =>
        Assert.Equal(verdict, SessionRules.Judge(new(used, ended, disabled, Noon.AddSeconds(secondsLeft)), Noon));

    [Fact]
    public void Only_the_loss_of_the_last_active_administrator_is_refused()
    {
        var admin = Person(Role.Administrator, Role.Rep);
        var (rep, disabled) = (Person(Role.Rep), admin with { Disabled = true });

        Assert.Equal("LAST_ADMINISTRATOR", PersonRules.SetRoles(admin, [Role.Rep], 0).Refusal?.Reason);
        Assert.Null(PersonRules.SetRoles(admin, [Role.Rep], 1).Refusal);
        Assert.Null(PersonRules.SetRoles(admin, [Role.Administrator], 0).Refusal);
        Assert.Null(PersonRules.SetRoles(disabled, [Role.Rep], 0).Refusal);
        Assert.Equal("LAST_ADMINISTRATOR", PersonRules.Disable(admin, Guid.NewGuid(), 0).Refusal?.Reason);
        Assert.Equal("DISABLES_ONESELF", PersonRules.Disable(admin, admin.Id, 5).Refusal?.Reason);
        Assert.Null(PersonRules.Disable(rep, Guid.NewGuid(), 0).Refusal);
        Assert.Empty(PersonRules.Disable(disabled, Guid.NewGuid(), 0).Events);
        Assert.Empty(PersonRules.SetRoles(admin, admin.Roles, 0).Events);
    }

    [Fact]
    public void Wire_and_domain_name_the_same_roles_and_causes()
    {
        Assert.Equal(RoleNames.All.Select(r => r.ToString()), RoleNames.All.Select(r => r.ToMessage().ToString()));
        Assert.Equal(RoleNames.All.Count + 1, Enum.GetValues<V1.Role>().Length);
        Assert.All(RoleNames.All, r => Assert.Equal(r, r.ToMessage().ToDomain()));
        Assert.Equal(Enum.GetNames<RevocationCause>(), Enum.GetValues<RevocationCause>().Select(c => c.ToMessage().ToString()));
    }

    private static PersonState Person(params Role[] roles) => new(Guid.NewGuid(), [.. roles], ImmutableHashSet<Guid>.Empty, false);
}
