using CoretimeDesk.Web.Tests.EndToEnd;

[assembly: AssemblyFixture(typeof(DeskInABrowser))]

// One desk for all of them, and one of them lets a part of it hang.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
