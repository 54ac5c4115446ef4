using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.Insights.Data.Migrations
{
    /// <inheritdoc />
    public partial class PartialIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "observations_by_other_subject",
                schema: "insights",
                table: "observations");

            migrationBuilder.DropIndex(
                name: "observations_by_topic",
                schema: "insights",
                table: "observations");

            migrationBuilder.CreateIndex(
                name: "observations_by_other_subject",
                schema: "insights",
                table: "observations",
                column: "also",
                filter: "also is not null");

            migrationBuilder.CreateIndex(
                name: "observations_of_staff",
                schema: "insights",
                table: "observations",
                column: "topic",
                filter: "topic = 'identity'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "observations_by_other_subject",
                schema: "insights",
                table: "observations");

            migrationBuilder.DropIndex(
                name: "observations_of_staff",
                schema: "insights",
                table: "observations");

            migrationBuilder.CreateIndex(
                name: "observations_by_other_subject",
                schema: "insights",
                table: "observations",
                column: "also");

            migrationBuilder.CreateIndex(
                name: "observations_by_topic",
                schema: "insights",
                table: "observations",
                column: "topic");
        }
    }
}
