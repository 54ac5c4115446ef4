using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.Data;
using CoretimeDesk.Identity.Domain;
using CoretimeDesk.Identity.Passkeys;
using CoretimeDesk.Identity.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CoretimeDesk.Identity.Sessions;

/// <summary>Questions about what guards sign-in, who is signed in, and who tried.</summary>
internal sealed class SecurityList(IDbContextFactory<IdentityDb> contexts, IOptions<PasskeySettings> passkeys, TimeProvider time)
{
    /// <summary>What guards a person's sign-in.</summary>
    public async Task<GetSecurityResponse> GetAsync(Actor actor, Guid id, CancellationToken stop)
    {
        SecondFactorRules.WhyNotSee(actor, id, "how others sign in").ThrowIfRefused();
        await using var db = await contexts.CreateDbContextAsync(stop);
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, stop) ?? throw new RefusedException(Refusal.NotFound("person", id));
        return new()
        {
            PersonId = id.ToString(),
            AuthenticatorSince = person.TwoFactorEnabled ? person.AuthenticatorSince?.ToTimestamp() : null,
            RecoveryCodesLeft = person.TwoFactorEnabled ? person.RecoveryCodes.Length : 0,
            Passkeys = { (await db.Passkeys.AsNoTracking().Where(p => p.PersonId == id).OrderBy(p => p.Id).ToListAsync(stop)).Select(p => p.ToMessage()) },
            PasskeysAvailable = passkeys.Value.IsOn,
        };
    }

    /// <summary>A page of a person's open sessions.</summary>
    public async Task<ListSessionsResponse> SessionsAsync(CallContext call, Page page, Guid id, CancellationToken stop)
    {
        SecondFactorRules.WhyNotSee(call.Actor, id, "other people's sessions").ThrowIfRefused();
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(stop);
        var found = db.Sessions.AsNoTracking().Where(s => s.PersonId == id && s.EndedAt == null && s.ExpiresAt > now);
        if (page.Before is { } before)
        {
            found = found.Where(s => s.Id < before);
        }

        var rows = await found.OrderByDescending(s => s.Id).Take(page.Size + 1).ToListAsync(stop);
        return new() { Sessions = { rows.Take(page.Size).Select(r => r.ToMessage(call.SessionId)) }, NextPageToken = page.NextToken(rows, r => r.Id) };
    }

    /// <summary>A page of tries to sign in; of everybody for no id.</summary>
    public async Task<ListSignInsResponse> SignInsAsync(Actor actor, Page page, Guid? id, CancellationToken stop)
    {
        SecondFactorRules.WhyNotSee(actor, id ?? Guid.Empty, "other people's sign-ins").ThrowIfRefused();
        await using var db = await contexts.CreateDbContextAsync(stop);
        var found = db.SignIns.AsNoTracking();
        if (id is { } person)
        {
            found = found.Where(s => s.PersonId == person);
        }

        if (page.Before is { } before)
        {
            found = found.Where(s => s.Id < before);
        }

        var rows = await found.OrderByDescending(s => s.Id).Take(page.Size + 1)
            .Select(s => new { Entry = s, Name = db.People.Where(p => p.Id == s.PersonId).Select(p => p.DisplayName).FirstOrDefault() ?? "" }).ToListAsync(stop);
        return new() { SignIns = { rows.Take(page.Size).Select(r => r.Entry.ToMessage(r.Name)) }, NextPageToken = page.NextToken(rows, r => r.Entry.Id) };
    }
}
