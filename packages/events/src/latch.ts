/** `wait` ends at the next `wake`, or at once where one came since the last wait; at the latest after `most` milliseconds. */
export class Latch {
  #woken = false
  #release: (() => void) | undefined

  wake(): void {
    this.#woken = true
    this.#release?.()
  }

  async wait(most: number): Promise<void> {
    if (!this.#woken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, most)
        this.#release = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.#release = undefined
    this.#woken = false
  }
}
