using System.CommandLine;
using System.Runtime.InteropServices;
using CoretimeDesk.LocalPostgres;

namespace CoretimeDesk.Desk.Commands;

/// <summary><c>./desk version</c></summary>
internal static class VersionCommand
{
    public static Command Make()
    {
        var command = new Command("version", "Show the versions of the desk and of what it runs on.");
        command.SetAction(async (_, cancellation) =>
        {
            var postgres = await PostgresBinaries.FindAllAsync(cancellation);
            Console.WriteLine($"desk        {DeskVersion.Text}");
            Console.WriteLine($"runtime     {RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}");
            Console.WriteLine($"PostgreSQL  {(postgres.Count > 0 ? $"{postgres[0].Version} in {postgres[0].Folder}" : "none installed")}");
            return 0;
        });
        return command;
    }
}
