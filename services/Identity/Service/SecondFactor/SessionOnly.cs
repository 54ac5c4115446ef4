using CoretimeDesk.Identity.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Identity.SecondFactor;

/// <summary>Keeps scripts away from what guards a person's sign-in.</summary>
internal static class SessionOnly
{
    /// <summary>Null for a call of a session; a refusal for one of an API key.</summary>
    public static async Task<Refusal?> RequireSessionAsync(this IdentityDb db, Guid session, CancellationToken stop) => await db.Sessions.AnyAsync(s => s.Id == session, stop)
        ? null
        : new(RefusalKind.Forbidden, "KEYS_CHANGE_NO_SIGN_IN", "An API key cannot change how its owner signs in; sign in yourself.");
}
