using CoretimeDesk.Hosting;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Leads.Grpc;

/// <summary>Reads field masks.</summary>
internal static class Masks
{
    /// <summary>The fields that an update_mask names, noting what is wrong with it.</summary>
    public static IReadOnlySet<string> Read(Check check, FieldMask? mask, IReadOnlyCollection<string> allowed)
    {
        var paths = mask?.Paths.ToHashSet() ?? [];
        check.Satisfies("update_mask", paths.Count > 0, $"is empty: name the fields to change, of {string.Join(", ", allowed)}.");
        foreach (var path in paths.Except(allowed))
        {
            check.Violation("update_mask", $"names \"{path}\", which cannot be changed here; of {string.Join(", ", allowed)}.");
        }

        return paths;
    }
}
