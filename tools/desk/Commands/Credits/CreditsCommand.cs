using System.CommandLine;

namespace CoretimeDesk.Desk.Commands.Credits;

/// <summary><c>./desk credits</c></summary>
internal static class CreditsCommand
{
    /// <summary>The exit code of cases that cannot be read.</summary>
    public const int Unreadable = 2;

    public static Command Make() => new("credits", "Free coretime inside a budget that cannot be overdrawn.")
    {
        CreditsSimulateCommand.Make(),
    };
}
