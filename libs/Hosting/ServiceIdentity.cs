using System.Reflection;

namespace CoretimeDesk.Hosting;

/// <summary>Which service this process is.</summary>
/// <param name="Name">The app id: <c>leads</c>.</param>
/// <param name="Version">As built: <c>0.1.0</c>.</param>
public sealed record ServiceIdentity(string Name, string Version)
{
    /// <summary>All parts of the desk carry one version, so that of this library stands for the service.</summary>
    internal static ServiceIdentity Of(string name)
    {
        var version = typeof(ServiceIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        return new(name, version.Split('+')[0]); // What follows is the commit.
    }
}
