using CoretimeDesk.Desk;
using CoretimeDesk.Desk.Commands;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Desk.Tye;
using CoretimeDesk.LocalPostgres;

// Handed on as it is: the sidecar has options of its own.
if (args is ["sidecar", ..])
{
    return await Guarded(() => SidecarCommand.RunAsync(args[1..]));
}

return await Guarded(() => Root.Parse(args).InvokeAsync(Root.Invocation));

// What the user can mend is said in one message; anything else is a fault of this program and shows where.
static async Task<int> Guarded(Func<Task<int>> command)
{
    try
    {
        return await command();
    }
    catch (Exception e) when (e is DeskException or TyeException or PostgresUnavailableException or ArgumentException or Npgsql.NpgsqlException)
    {
        await Console.Error.WriteLineAsync(e.Message);
        return 1;
    }
    catch (OperationCanceledException)
    {
        await Console.Error.WriteLineAsync("Stopped.");
        return 130;
    }
}
