/** The page leaves by itself, and comes back to where it was: nobody needs to be asked. */
let leaving = false;

export const noteLeaving = (): void => {
  leaving = true;
};

export const isLeaving = (): boolean => leaving;
