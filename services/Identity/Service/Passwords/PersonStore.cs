using CoretimeDesk.Identity.Data;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace CoretimeDesk.Identity.Passwords;

/// <summary>ASP.NET Core Identity's store over a command's context: whatever it changes is saved with the command's events.</summary>
internal sealed class PersonStore : UserOnlyStore<Person, IdentityDb, Guid>
{
    public PersonStore(IdentityDb db)
        : base(db) => AutoSaveChanges = false;

    /// <summary>The email is the name.</summary>
    public override Task<Person?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken = default) =>
        FindByEmailAsync(normalizedUserName, cancellationToken);
}
