namespace CoretimeDesk.Commissions.Plans;

/// <summary>The plan file that every desk begins with.</summary>
public static class ShippedPlans
{
    private static readonly Lazy<string> Text = new(Read);

    /// <summary>The file: 25 % as 18, 4 and 3, for each network's token.</summary>
    public static string Json => Text.Value;

    private static string Read()
    {
        using var reader = new StreamReader(typeof(ShippedPlans).Assembly.GetManifestResourceStream("plans-v1.json")!);
        return reader.ReadToEnd();
    }
}
