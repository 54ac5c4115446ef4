namespace CoretimeDesk.Deploy.Tests;

/// <summary>A container image's reference: <c>registry:5000/desk/leads:0.1.0</c>.</summary>
internal sealed record Image(string Name, string Tag)
{
    /// <summary>A colon before the last slash belongs to the registry's port. Without a tag: empty.</summary>
    public static Image Parse(string reference)
    {
        var colon = reference.LastIndexOf(':');
        return colon > reference.LastIndexOf('/') ? new(reference[..colon], reference[(colon + 1)..]) : new(reference, "");
    }
}
