using System.Buffers.Text;

namespace CoretimeDesk.Hosting.Tests;

public sealed class SealingATicket
{
    private readonly ManualTime _time = new(DateTimeOffset.UtcNow);

    [Fact]
    public void What_was_sealed_is_read_back()
    {
        var tokens = AccessTokens.Over(new MemoryKeyRing(), _time);
        var session = Guid.NewGuid();

        var (text, ends) = tokens.Issue(RehearsalHost.Ada, session, TimeSpan.FromMinutes(3));
        var (fault, token) = tokens.Read(text);

        Assert.Equal(TokenFault.None, fault);
        Assert.Equal((RehearsalHost.Ada.Id, RehearsalHost.Ada.Name, session, ends), (token!.Person.Id, token.Person.Name, token.SessionId, token.ExpiresAt));
        Assert.Equal(TimeSpan.FromMinutes(3), token.ExpiresAt - token.IssuedAt);
        Assert.Equal(RehearsalHost.Ada.Roles, token.Person.Roles);
        Assert.Equal(RehearsalHost.Ada.Teams, token.Person.Teams);
    }

    [Fact]
    public void Any_changed_bit_and_any_truncation_breaks_the_seal()
    {
        var tokens = AccessTokens.Over(new MemoryKeyRing(), _time);
        var bytes = Base64Url.DecodeFromChars(tokens.Issue(RehearsalHost.Ada, Guid.NewGuid()).Token);
        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = (byte[])bytes.Clone();
            changed[i] ^= (byte)(1 << (i % 8));
            Assert.Equal(TokenFault.Invalid, tokens.Read(Base64Url.EncodeToString(changed)).Fault);
            Assert.Contains(tokens.Read(Base64Url.EncodeToString(bytes.AsSpan(0, i))).Fault, new[] { TokenFault.Invalid, TokenFault.Missing });
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("%%%")]
    [InlineData("AAAA=")]
    [InlineData("😀")]
    [InlineData("CfDJ8")]
    public void Nonsense_is_invalid_and_never_throws(string text) =>
        Assert.Contains(AccessTokens.Over(new MemoryKeyRing(), _time).Read(text).Fault, new[] { TokenFault.Invalid, TokenFault.Missing });

    [Fact]
    public void A_token_lives_at_most_an_hour()
    {
        var tokens = AccessTokens.Over(new MemoryKeyRing(), _time);
        Assert.Throws<ArgumentOutOfRangeException>(() => tokens.Issue(RehearsalHost.Ada, Guid.NewGuid(), TimeSpan.FromHours(1) + TimeSpan.FromTicks(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokens.Issue(RehearsalHost.Ada, Guid.NewGuid(), TimeSpan.Zero));
    }

    [Fact]
    public void A_verifier_cannot_issue()
    {
        var ring = new MemoryKeyRing();
        AccessTokens.Over(ring, _time).Issue(RehearsalHost.Ada, Guid.NewGuid());
        Assert.Throws<InvalidOperationException>(() => Verifier(ring).Issue(RehearsalHost.Ada, Guid.NewGuid()));
    }

    [Fact]
    public void A_verifier_that_started_before_the_first_key_accepts_its_tokens()
    {
        var ring = new MemoryKeyRing();
        var verifier = Verifier(ring);
        var other = AccessTokens.Over(new MemoryKeyRing(), _time).Issue(RehearsalHost.Ada, Guid.NewGuid()).Token;
        Assert.Equal(TokenFault.Invalid, verifier.Read(other).Fault);
        Assert.Empty(ring.GetAllElements());

        var token = AccessTokens.Over(ring, _time).Issue(RehearsalHost.Ada, Guid.NewGuid()).Token;

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TokenFault.None, verifier.Read(token).Fault);
        Assert.Single(ring.GetAllElements());
    }

    [Fact]
    public void A_verifier_accepts_a_key_that_was_added_later_and_goes_on_accepting_the_old_one()
    {
        var (ring, second) = (new MemoryKeyRing(), new MemoryKeyRing());
        var old = AccessTokens.Over(ring, _time).Issue(RehearsalHost.Ada, Guid.NewGuid()).Token;
        var verifier = Verifier(ring);
        Assert.Equal(TokenFault.None, verifier.Read(old).Fault);

        // Another key from another issuer, copied into the ring: a rotation.
        var fresh = AccessTokens.Over(second, _time).Issue(RehearsalHost.Ada, Guid.NewGuid()).Token;
        ring.StoreElement(second.GetAllElements().Single(), "second");

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TokenFault.None, verifier.Read(fresh).Fault);
        Assert.Equal(TokenFault.None, verifier.Read(old).Fault);
    }

    [Fact]
    public void However_many_tokens_name_unknown_keys_the_ring_is_read_once_a_second()
    {
        var ring = new MemoryKeyRing();
        AccessTokens.Over(ring, _time).Issue(RehearsalHost.Ada, Guid.NewGuid());
        var verifier = Verifier(ring);
        var stranger = AccessTokens.Over(new MemoryKeyRing(), _time).Issue(RehearsalHost.Ada, Guid.NewGuid()).Token;
        verifier.Read(stranger);
        var before = ring.Reads;

        Parallel.For(0, 500, _ => Assert.Equal(TokenFault.Invalid, verifier.Read(stranger).Fault));
        Assert.Equal(before, ring.Reads);

        _time.Advance(TimeSpan.FromSeconds(1));
        Parallel.For(0, 500, _ => Assert.Equal(TokenFault.Invalid, verifier.Read(stranger).Fault));
        Assert.Equal(before + 1, ring.Reads);
    }

    [Fact]
    public void Many_threads_may_issue_the_first_token_at_once_with_one_key()
    {
        var ring = new MemoryKeyRing();
        var tokens = AccessTokens.Over(ring, _time);

        Parallel.For(0, 64, _ => Assert.Equal(TokenFault.None, tokens.Read(tokens.Issue(RehearsalHost.Ada, Guid.NewGuid()).Token).Fault));

        Assert.Single(ring.GetAllElements());
    }

    [Fact]
    public void A_token_that_was_accepted_before_is_still_judged_by_age_and_revocation()
    {
        var ring = new MemoryKeyRing();
        var list = new RevocationList(_time);
        var issuer = AccessTokens.Over(ring, _time);
        var verifier = new AccessTokens(new TokenKeyRing(ring, createsKeys: false, _time), list, _time);
        var session = Guid.NewGuid();
        var (first, second) = (issuer.Issue(RehearsalHost.Ada, session).Token, issuer.Issue(RehearsalHost.Ada, Guid.NewGuid()).Token);
        Assert.Equal((TokenFault.None, TokenFault.None), (verifier.Read(first).Fault, verifier.Read(second).Fault));

        list.RevokeSession(session, _time.GetUtcNow());
        Assert.Equal((TokenFault.Revoked, TokenFault.None), (verifier.Read(first).Fault, verifier.Read(second).Fault));
        _time.Advance(AccessTokens.DefaultLifetime);
        Assert.Equal((TokenFault.Expired, TokenFault.Expired), (verifier.Read(first).Fault, verifier.Read(second).Fault));
    }

    [Fact]
    public void More_tokens_than_are_remembered_are_all_accepted()
    {
        var tokens = AccessTokens.Over(new MemoryKeyRing(), _time);
        var many = Enumerable.Range(0, 5000).Select(i => tokens.Issue(RehearsalHost.Ada with { Name = $"{i}" }, Guid.NewGuid()).Token).ToArray();
        for (var round = 0; round < 2; round++)
        {
            Parallel.For(0, many.Length, i => Assert.Equal($"{i}", tokens.Read(many[i]).Token!.Person.Name));
        }
    }

    private AccessTokens Verifier(MemoryKeyRing ring) =>
        new(new TokenKeyRing(ring, createsKeys: false, _time), new RevocationList(_time), _time);
}
