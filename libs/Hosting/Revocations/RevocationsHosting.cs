using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CoretimeDesk.Hosting;

/// <summary>Makes a service refuse access tokens that were taken back.</summary>
public static class RevocationsHosting
{
    /// <summary>The app id of the issuer, and so the topic that revocations come on.</summary>
    public const string Topic = "identity";

    /// <summary>
    /// Listens to Identity's revocations and keeps them in the service's own table, which a migration makes with
    /// <see cref="RevocationsSchema.V1"/>. Call it after <c>AddJournal</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The service has no journal yet.</exception>
    public static DeskServiceBuilder AddRevocations<TDb>(this DeskServiceBuilder desk)
        where TDb : JournalDbContext
    {
        desk.SubscriptionsOf<TDb>().To(Topic, Ordering.AnyOrder)
            .On<SessionsRevoked, SessionsRevokedHandler<TDb>>(Topic)
            .On<SessionRevoked, SessionRevokedHandler<TDb>>(Topic);

        desk.Services.AddSingleton<RevocationWatch>();
        desk.Services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<RevocationWatch>());
        desk.Services.AddSingleton<IReadinessCheck>(provider => provider.GetRequiredService<RevocationWatch>());
        return desk;
    }
}
