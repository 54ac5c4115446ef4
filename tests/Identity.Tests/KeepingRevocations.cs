using System.Text;
using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Identity.Tests;

/// <summary>Deliveries straight into a service's inbox: any order, any number of times.</summary>
public sealed class KeepingRevocations(IdentityWorld world) : IClassFixture<IdentityWorld>
{
    private IEventInbox Inbox => world.Services.GetRequiredService<IEventInbox>();

    private IRevocations Revocations => world.Services.GetRequiredService<IRevocations>();

    [Fact]
    public async Task The_latest_instant_counts_whatever_the_order()
    {
        var person = Guid.CreateVersion7();
        var now = DateTimeOffset.FromUnixTimeMilliseconds(world.Time.GetUtcNow().ToUnixTimeMilliseconds());
        foreach (var (sequence, at) in new[] { (3, now), (1, now.AddSeconds(-20)), (2, now.AddSeconds(-10)), (3, now) })
        {
            Assert.Equal(Delivery.Success, (await DeliverAsync(person, sequence, new SessionsRevoked { PersonId = person.ToString(), RevokedBefore = at.ToTimestamp() })).Delivery);
        }

        Assert.Equal(now, await world.ScalarAsync<DateTime>("select revoked_at from identity.revocations where kind = 'person' and subject_id = $1", person));
        Assert.True(Revocations.IsRevoked(person, Guid.NewGuid(), now));
        Assert.False(Revocations.IsRevoked(person, Guid.NewGuid(), now.AddMilliseconds(1)));
    }

    [Fact]
    public async Task Another_replica_reads_what_this_one_was_told()
    {
        var session = Guid.CreateVersion7();
        await using var other = world.Build();
        await other.StartAsync(CancellationToken.None);
        await DeliverAsync(session, 1, new SessionRevoked { SessionId = session.ToString(), PersonId = IdentityWorld.Id(), RevokedAt = world.Time.GetUtcNow().ToTimestamp() });

        var there = other.Services.GetRequiredService<IRevocations>();
        await IdentityWorld.UntilAsync(() => Task.FromResult(there.IsRevoked(Guid.NewGuid(), session, world.Time.GetUtcNow())), TimeSpan.FromSeconds(3), "the other replica knows");
    }

    [Fact]
    public async Task An_event_without_its_person_is_tried_again_and_revokes_nobody()
    {
        var rows = await world.ScalarAsync<long>("select count(*) from identity.revocations");

        var result = await DeliverAsync(Guid.CreateVersion7(), 1, new SessionsRevoked { RevokedBefore = world.Time.GetUtcNow().ToTimestamp() });

        Assert.Equal(Delivery.Retry, result.Delivery);
        Assert.Equal(rows, await world.ScalarAsync<long>("select count(*) from identity.revocations"));
    }

    private Task<DeliveryResult> DeliverAsync(Guid aggregate, long sequence, IMessage message) => Inbox.ReceiveAsync("identity", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(new CloudEvent
    {
        Id = $"{aggregate}/{sequence}",
        Source = "identity",
        Type = EventCatalog.Default.Of(message).Name,
        Time = world.Time.GetUtcNow(),
        AggregateId = aggregate,
        AggregateType = "person",
        Sequence = sequence,
        DataJson = JsonFormatter.Default.Format(message),
    }.ToJson())), CancellationToken.None);
}
