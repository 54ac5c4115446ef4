using CoretimeDesk.Identity.Data;
using CoretimeDesk.Identity.Domain;
using CoretimeDesk.Identity.Passwords;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoretimeDesk.Identity.People;

/// <summary>
/// Creates the first administrator from the settings <c>Identity:Bootstrap:Email</c> and <c>Identity:Bootstrap:Password</c>,
/// and only while there is nobody at all. Without the settings nobody is created: there is no default password.
/// </summary>
internal sealed class FirstAdministrator(
    CommandRunner<IdentityDb> commands, IDbContextFactory<IdentityDb> contexts, PersonManagers managers, IConfiguration settings, TimeProvider time, ILogger<FirstAdministrator> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private (string Email, string Password)? _wanted;

    /// <summary>Before the first call is answered, if the database is there; else as soon as it is.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message says which.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _wanted = ReadSettings();
        if (_wanted is not null && !await TryAsync(cancellationToken))
        {
            await base.StartAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            do
            {
                await Task.Delay(Interval, time, stoppingToken);
            }
            while (!await TryAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    /// <summary>Creates the person, unless there is anybody.</summary>
    /// <returns>Whether this call created them.</returns>
    internal Task<bool> CreateAsync(string email, string password, CancellationToken stop) => commands.RecordAsync(Actor.Desk, async scope =>
    {
        // Of several processes that start together each finds nobody; only one of them can move this row on from here.
        (await scope.Db.Administration.SingleAsync(scope.Stop)).Changes++;
        if (await scope.Db.People.AnyAsync(scope.Stop))
        {
            scope.Db.ChangeTracker.Clear();
            return false;
        }

        var first = new NewPerson(email, "First administrator", [Role.Administrator], []);
        var person = first.ToRow(scope.Now);
        using var manager = managers.Over(scope.Db);
        var result = await manager.CreateAsync(person, password);
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"The settings Identity__Bootstrap__Email and Identity__Bootstrap__Password cannot be used: {string.Join(" ", result.Errors.Select(e => e.Description))}");
        }

        scope.Append(person, PersonChanges.Aggregate, [first.ToEvent(person)]);
        return true;
    }, stop);

    private (string Email, string Password)? ReadSettings()
    {
        var (email, password) = (settings["Identity:Bootstrap:Email"], settings["Identity:Bootstrap:Password"]);
        if (string.IsNullOrEmpty(email) && string.IsNullOrEmpty(password))
        {
            return null;
        }

        return EmailAddress.TryParse(email ?? "", out var address) && !string.IsNullOrEmpty(password)
            ? (address, password)
            : throw new InvalidOperationException("Set both Identity__Bootstrap__Email, an email address, and Identity__Bootstrap__Password, or neither.");
    }

    private async Task<bool> TryAsync(CancellationToken stop)
    {
        var (email, password) = _wanted!.Value;
        try
        {
            // The question alone, first: every start but the very first ends here.
            await using (var db = await contexts.CreateDbContextAsync(stop))
            {
                if (await db.People.AnyAsync(stop))
                {
                    return true;
                }
            }

            if (await CreateAsync(email, password, stop))
            {
                log.LogInformation("The first administrator was created. The settings Identity__Bootstrap__* can be removed now.");
            }

            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException || e.InnerException is NpgsqlException or TimeoutException)
        {
            log.LogWarning("The first administrator waits for the database: {Reason}", e.Message);
            return false;
        }
    }
}
