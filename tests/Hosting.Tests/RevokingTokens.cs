namespace CoretimeDesk.Hosting.Tests;

public sealed class RevokingTokens
{
    private static readonly Guid Person = Guid.NewGuid();
    private static readonly Guid Session = Guid.NewGuid();
    private readonly ManualTime _time = new();
    private readonly RevocationList _list;

    public RevokingTokens() => _list = new(_time);

    private DateTimeOffset Now => _time.GetUtcNow();

    [Fact]
    public void A_person_is_revoked_up_to_an_instant_and_may_sign_in_again_after_it()
    {
        _list.RevokePerson(Person, Now);

        Assert.True(_list.IsRevoked(Person, Session, Now.AddMinutes(-1)));
        Assert.True(_list.IsRevoked(Person, Session, Now));
        Assert.False(_list.IsRevoked(Person, Session, Now.AddMilliseconds(1)));
        Assert.False(_list.IsRevoked(Guid.NewGuid(), Session, Now));
    }

    [Fact]
    public void A_session_is_revoked_whoever_it_belongs_to()
    {
        _list.RevokeSession(Session, Now);
        Assert.True(_list.IsRevoked(Person, Session, Now.AddMinutes(5)));
        Assert.False(_list.IsRevoked(Person, Guid.NewGuid(), Now));
    }

    [Fact]
    public void Any_order_and_repetition_leaves_the_latest_instant()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var instants = Enumerable.Range(0, 20).Select(i => Now.AddSeconds(i)).ToArray();
        var latest = instants.Max();
        var random = new Random(seed);
        for (var round = 0; round < 50; round++)
        {
            random.Shuffle(instants);
            var list = new RevocationList(_time);
            foreach (var at in instants.Concat(instants[..5]))
            {
                list.RevokePerson(Person, at);
            }

            Assert.True(list.IsRevoked(Person, Session, latest));
            Assert.False(list.IsRevoked(Person, Session, latest.AddTicks(1)));
        }
    }

    [Fact]
    public void An_entry_is_forgotten_once_no_token_can_be_left_that_it_concerns()
    {
        var issued = Now;
        _list.RevokePerson(Person, issued);
        _list.RevokeSession(Session, issued);

        _time.Advance(AccessTokens.LongestLifetime);
        _list.RevokePerson(Guid.NewGuid(), Now);
        Assert.True(_list.IsRevoked(Person, Session, issued));

        _time.Advance(TimeSpan.FromMinutes(2));
        _list.RevokePerson(Guid.NewGuid(), Now);
        Assert.False(_list.IsRevoked(Person, Session, issued));
        Assert.Equal(2, _list.Count);
    }

    [Fact]
    public void What_is_too_old_to_matter_is_not_kept()
    {
        _list.RevokePerson(Person, Now - AccessTokens.LongestLifetime - TimeSpan.FromMinutes(2));
        Assert.Equal(0, _list.Count);
    }

    [Fact]
    public void Readers_and_writers_may_meet()
    {
        Parallel.For(0, 2000, i =>
        {
            _list.RevokeSession(Guid.NewGuid(), Now);
            _list.IsRevoked(Person, Session, Now);
            _time.Advance(TimeSpan.FromSeconds(5));
        });
        Assert.InRange(_list.Count, 1, 1500);
    }
}
