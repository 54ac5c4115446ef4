using System.Reflection;

namespace CoretimeDesk.Desk;

internal static class DeskVersion
{
    /// <summary>As in Directory.Build.props, without the build's commit.</summary>
    public static string Text { get; } =
        (typeof(DeskVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "?").Split('+')[0];
}
